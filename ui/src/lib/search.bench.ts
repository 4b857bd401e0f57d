import { bench, describe } from 'vitest';
import { index, search } from './search';

const accounts = Array.from({ length: 10_000 }, (_, n) => ({
  issuer: ['GitHub', 'Proton', 'Hetzner', 'Bank of Åland', 'Zoë’s Café'][n % 5] ?? '',
  issuer_in_label: null,
  label: `user-${n}@example.org`,
}));
const indexed = index(accounts);

describe('search in 10,000 accounts', () => {
  bench('once per change of the list: fold the names', () => void index(accounts));
  bench('a letter that is everywhere', () => void search(indexed, 'u'));
  bench('an issuer and a number', () => void search(indexed, 'zoe 4999'));
  bench('nothing fits', () => void search(indexed, 'qqq'));
});
