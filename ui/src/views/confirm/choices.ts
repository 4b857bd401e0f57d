import type { FindingsView } from '../../host/wire';

/** What a person chose about one draft. */
export interface Choice {
  draft: number;
  take: boolean;
  issuer: string;
  label: string;
}

/** At first: every draft under its own names; among several, those that are here already stay out. */
export function choices({ accounts }: FindingsView): Choice[] {
  return accounts.map(({ draft, issuer, label, duplicate }) => ({
    draft,
    take: accounts.length === 1 || duplicate?.same !== 'secret',
    issuer,
    label,
  }));
}
