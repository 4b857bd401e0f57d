import type { FindingsView } from '../../host/wire';

/** What a person chose about one draft. */
export interface Choice {
  draft: number;
  take: boolean;
  issuer: string;
  label: string;
}

/**
 * At first: every draft under its own names; among several, those that are here already stay out. Of keys that may
 * be meant or not, none is taken.
 */
export function choices({ accounts, choose }: FindingsView): Choice[] {
  return accounts.map(({ draft, issuer, label, duplicate }) => ({
    draft,
    take: !choose && (accounts.length === 1 || duplicate?.same !== 'secret'),
    issuer,
    label,
  }));
}
