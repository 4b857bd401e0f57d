import type { AccountView, KindView } from '../wire';

/** What the fake keeps of an account; codes are made up from it. */
export interface Kept {
  id: string;
  issuer: string;
  issuer_in_label: string | null;
  label: string;
  pinned: boolean;
  kind: KindView;
  digits: number;
  period: number;
  counter: number;
  created_at: number;
  deleted_at: number | null;
}

type Row = [issuer: string, label: string, more?: Partial<Kept>];

const usual: Row[] = [
  ['GitHub', 'mira.okafor', { pinned: true }],
  ['Proton', 'mira@proton.me', { pinned: true }],
  ['Google', 'mira.okafor@gmail.com'],
  ['Microsoft', 'mira@lindqvist-partners.example', { issuer_in_label: 'Lindqvist & Partners' }],
  ['Hetzner', 'K0123456', { kind: 'hotp', period: 0, counter: 7 }],
];

const odd: Row[] = [
  ['Steam', 'mira_plays', { kind: 'steam', digits: 5 }],
  ['Amazon Web Services', 'root-account-of-the-production-organisation@infrastructure.lindqvist-partners.example'],
  ['بنك الخليج', 'ميرا أوكافور'],
  ['<b>Bold</b><img src=x onerror=alert(1)>', '"><script>alert(2)</script>'],
  ['', 'issuer-is-missing@example.org'],
  ['\u202egnirts desrever', 'abc\u202edef'],
  ['Stadtwerke Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz GmbH', 'mira'],
  ['Bitvavo', 'mira', { digits: 8 }],
  ['Short Period Ltd', 'ten seconds', { period: 10 }],
  ['Bank of Åland', 'mira.okafor', { digits: 7, period: 60 }],
  ['日本銀行', '岡本美良'],
  ['Zoë’s Café', 'barista', { digits: 10 }],
];

const more =
  'Bitwarden Cloudflare DigitalOcean Discord Docker Dropbox Epic-Games Etsy Facebook Figma Fastmail GitLab GoDaddy Heroku Hubspot Instagram JetBrains Kickstarter Kraken LinkedIn Linode Mailchimp Mastodon Namecheap Netlify Nextcloud Nintendo Notion npm Okta OVHcloud PayPal Plex PyPI Reddit Revolut Salesforce Shopify Slack Snapchat Sentry Square Stripe Tailscale Trello Twitch Uber Vercel Wise Wordpress Xero Zoho'
    .split(' ')
    .map((name): Row => [name.replace('-', ' '), 'mira@okafor.example']);

/** The first `count` of a realistic and then a rather unusual collection. */
export function sample(count: number, now: number): Kept[] {
  const rows = count <= usual.length ? usual.slice(0, count) : [...usual, ...odd, ...more];
  while (rows.length < count) rows.push([`Service ${rows.length}`, `account-${rows.length}`]);
  return rows.slice(0, count).map(([issuer, label, extra], at) => keep(issuer, label, now - at * 86_400, extra));
}

/** A new account with what is usual. */
export function keep(issuer: string, label: string, now: number, extra: Partial<Kept> = {}): Kept {
  return {
    id: [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    issuer,
    issuer_in_label: null,
    label,
    pinned: false,
    kind: 'totp',
    digits: 6,
    period: 30,
    counter: 0,
    created_at: now,
    deleted_at: null,
    ...extra,
  };
}

/** A made-up code: the same for the same account and step. */
function code(kept: Kept, step: number): string {
  let state = step >>> 0;
  for (const sign of kept.issuer + kept.label) state = Math.imul(state ^ sign.charCodeAt(0), 2654435761) >>> 0;
  const signs = kept.kind === 'steam' ? '23456789BCDFGHJKMNPQRTVWXY' : '0123456789';
  let text = '';
  while (text.length < kept.digits) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += signs.charAt((state >>> 16) % signs.length);
  }
  return text;
}

/** How the wire shows an account at a moment. */
export function shown(kept: Kept, now: number): AccountView {
  const { id, issuer, issuer_in_label, label, pinned, kind, digits, period, created_at } = kept;
  const common = { id, issuer, issuer_in_label, label, pinned, kind, digits, period, created_at, algorithm: 'SHA1' };
  if (kind === 'hotp') return { ...common, code: code(kept, kept.counter), next: null, valid_from: 0, valid_until: 0 };
  const step = Math.floor(now / period);
  return {
    ...common,
    code: code(kept, step),
    next: code(kept, step + 1),
    valid_from: step * period,
    valid_until: (step + 1) * period,
  };
}

/** As the program sorts: pinned first, then by issuer and label. */
export function sorted(kept: readonly Kept[]): Kept[] {
  const name = (one: Kept) => `${one.issuer || one.label}\u0000${one.label}`;
  return [...kept].sort((a, b) => Number(b.pinned) - Number(a.pinned) || name(a).localeCompare(name(b)));
}
