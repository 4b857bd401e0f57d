import { expect, test } from 'vitest';
import { monogram, tint, TINTS } from './monogram';

test.each([
  ['GitHub', '', 'G'],
  ['Amazon Web Services', '', 'AW'],
  ['', 'mira.okafor', 'MO'],
  ['<b>Bold', '', 'B'],
  ['   ', '', '#'],
  ['日本銀行', '', '日'],
  ['ñandú', '', 'Ñ'],
])('%s %s shows %s', (issuer, label, shown) => {
  expect(monogram(issuer, label)).toBe(shown);
});

test('the same issuer has the same colour, whatever the label and the capitals', () => {
  expect(tint('GitHub', 'a')).toBe(tint('github', 'b'));
});

test('colours stay within the palette and use all of it', () => {
  const seen = new Set(Array.from({ length: 400 }, (_, at) => tint(`Service ${at}`, '')));
  expect([...seen].every((one) => one >= 0 && one < TINTS)).toBe(true);
  expect(seen.size).toBe(TINTS);
});
