import type { DraftView, FindingsView, Source } from '../wire';
import { fault } from './faults';

let made = 0;

/** One draft with what is usual. */
export function draft(number: number, issuer: string, label: string, extra: Partial<DraftView> = {}): DraftView {
  return {
    draft: number,
    issuer,
    issuer_in_label: null,
    label,
    kind: 'totp',
    digits: 6,
    algorithm: 'SHA1',
    period: 30,
    warnings: [],
    duplicate: null,
    ...extra,
  };
}

/** Findings with nothing in them yet. */
export function empty(source: Source): FindingsView {
  made += 1;
  return { id: `findings-${made}`, source, pictures: null, accounts: [], batch: null, foreign: [], refused: [] };
}

const resembled = { id: '0'.repeat(32), issuer: 'GitHub', label: 'mira.okafor' };

/** Findings by name, as `?found=` asks for them. */
export function findings(name: string, source: Source): FindingsView {
  const found = empty(source);
  if (name.startsWith('foreign:')) {
    const kind = name.slice('foreign:'.length);
    const facts: Record<string, [string, string][]> = {
      web_link: [['host', 'download.example.com']],
      microsoft_push_work: [['host', 'mobileappcommunicator.auth.microsoft.com'], ['account_type', 'mfa']],
      app_link: [['scheme', 'someapp']],
      wifi: [['network', 'Café']],
    };
    return { ...found, foreign: [{ kind, shown: facts[kind] ?? [] }] };
  }
  switch (name) {
    case 'export':
    case 'several':
      return {
        ...found,
        accounts: [
          draft(0, 'GitLab', 'mira'),
          draft(1, 'GitHub', 'mira.okafor', { duplicate: { ...resembled, same: 'secret', trashed: false } }),
          draft(2, 'GitHub', 'mira.okafor', { duplicate: { ...resembled, same: 'name', trashed: false } }),
          draft(3, 'Old Bank', 'mira', { duplicate: { ...resembled, issuer: 'Old Bank', label: 'mira', same: 'secret', trashed: true } }),
          draft(4, 'Fastmail', 'mira@okafor.example', { digits: 8, warnings: [{ code: 'unusual_digits', args: { digits: '8' } }] }),
        ],
        foreign: [{ kind: 'web_link', shown: [['host', 'download.example.com']] }],
        refused: [fault('uri_refused')],
      };
    case 'mixed':
      return {
        ...found,
        pictures: { with_codes: 2, of: 4 },
        accounts: [draft(0, 'GitLab', 'mira'), draft(1, 'Codeberg', 'mira@okafor.example'), draft(2, 'Fastmail', 'mira@okafor.example')],
        refused: [fault('picture_kind'), fault('no_code_in_picture')],
      };
    case 'batch':
      return { ...found, batch: { have: 2, size: 5 } };
    case 'refused':
      return { ...found, refused: [fault('uri_refused')] };
    case 'unreadable':
      return { ...found, pictures: { with_codes: 0, of: 2 }, refused: [fault('not_a_picture'), fault('is_a_folder')] };
    case 'trashed':
      return { ...found, accounts: [draft(0, 'Old Bank', 'mira', { duplicate: { ...resembled, same: 'secret', trashed: true } })] };
    case 'hostile':
      return { ...found, accounts: [draft(0, '<img src=x onerror=alert(1)>', '"><script>alert(2)</script>')] };
    case 'microsoft':
      return {
        ...found,
        accounts: [
          draft(0, 'Microsoft', 'mira@lindqvist-partners.example', {
            issuer_in_label: 'Lindqvist & Partners',
            warnings: [
              { code: 'issuer_differs', args: { issuer: 'Microsoft', in_label: 'Lindqvist & Partners' } },
              { code: 'short_secret', args: { bits: '80' } },
            ],
          }),
        ],
      };
    default:
      return { ...found, accounts: [draft(0, 'Codeberg', 'mira@okafor.example')] };
  }
}
