/** The names of an account. */
export interface Named {
  issuer: string;
  label: string;
}

/** The line that stands first: the issuer, or the label where there is none. */
export const title = ({ issuer, label }: Named): string => issuer || label || 'Without a name';

/** The line under it; empty when the label already stands first. */
export const subtitle = ({ issuer, label }: Named): string => (issuer ? label : '');

/** Both for speech. */
export const spoken = (named: Named): string => [title(named), subtitle(named)].filter(Boolean).join(', ');
