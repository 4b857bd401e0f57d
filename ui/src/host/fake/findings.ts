import type { BatchView, DraftView, FindingsView, Source } from '../wire';
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
    place: null,
    ...extra,
  };
}

/** Findings with nothing in them yet. */
export function empty(source: Source): FindingsView {
  made += 1;
  return { id: `findings-${made}`, source, pictures: null, accounts: [], choose: false, batch: null, foreign: [], refused: [] };
}

/** An export in five codes, two of them read. */
export function part(id: string, extra: Partial<BatchView> = {}): BatchView {
  return { id, have: 2, size: 5, missing: [1, 3, 4], accounts: 20, last: 5, again: false, ...extra };
}

const resembled = { id: '0'.repeat(32), issuer: 'GitHub', label: 'mira.okafor' };

/** Findings by name, as `?found=` asks for them. */
export function findings(name: string, source: Source): FindingsView {
  const found = empty(source);
  if (name.startsWith('foreign:')) {
    const kind = name.slice('foreign:'.length);
    const facts: Record<string, [string, string][]> = {
      web_link: [['host', 'download.example.com']],
      microsoft_push_work: [['host', 'login.microsoftonline.com'], ['account_type', 'mfa']],
      microsoft_push_personal: [['host', 'login.microsoftonline.com'], ['account_type', 'msa']],
      long_host: [['host', `login.microsoftonline.com.${'a-very-long-name-that-looks-harmless.'.repeat(3)}example`]],
      app_link: [['scheme', 'someapp']],
      wifi: [['network', 'Café']],
    };
    const copyable = ['web_link', 'long_host', 'app_link', 'other_text', 'wifi', 'email', 'phone', 'contact'].includes(kind);
    return { ...found, foreign: [{ kind: kind === 'long_host' ? 'web_link' : kind, shown: facts[kind] ?? [], copyable }] };
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
        foreign: [{ kind: 'web_link', shown: [['host', 'download.example.com']], copyable: true }],
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
      return { ...found, batch: part('e1') };
    case 'again':
      return { ...found, batch: part('e1', { again: true }) };
    case 'other-export':
      return { ...found, batch: part('e2', { have: 1, size: 3, missing: [1, 2], accounts: 4, last: 3 }) };
    case 'large-export':
      return { ...found, batch: part('e3', { have: 2, size: 60, missing: Array.from({ length: 58 }, (_, at) => at + 1), last: 59 }) };
    case 'keys':
      return {
        ...found,
        choose: true,
        accounts: ['Old key', 'The key for your new phone (write it down)', ''].map((before, at) =>
          draft(at, '', '', { place: { line: 4 + 3 * at, before, letters: 32 } }),
        ),
      };
    case 'page':
      return {
        ...found,
        accounts: [draft(0, 'Example', 'mira@okafor.example', { place: { line: 12, before: "Can't scan it? Enter this key", letters: 32 } })],
      };
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
