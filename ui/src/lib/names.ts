/** The names of an account. */
export interface Named {
  issuer: string;
  label: string;
}

/** The most characters of a name that are shown: nobody reads more, and engines take seconds for a line of a megabyte. */
const MOST = 500;

const cut = (name: string): string => (name.length > MOST ? `${name.slice(0, MOST)}…` : name);

/** The line that stands first: the issuer, or the label where there is none. */
export const title = ({ issuer, label }: Named): string => cut(issuer || label) || 'Without a name';

/** The line under it; empty when the label already stands first. */
export const subtitle = ({ issuer, label }: Named): string => (issuer ? cut(label) : '');

/** Both for speech. */
export const spoken = (named: Named): string => [title(named), subtitle(named)].filter(Boolean).join(', ');
