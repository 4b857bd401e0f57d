import { expect, test } from 'vitest';
import { groups } from './group';

test.each([
  ['123456', '123 456'],
  ['1234567', '123 4567'],
  ['12345678', '1234 5678'],
  ['123456789', '123 456 789'],
  ['1234567890', '12345 67890'],
  ['TNHM3', 'TNHM3'],
  ['', ''],
])('%s reads %s', (code, shown) => {
  expect(groups(code).join(' ')).toBe(shown);
});

test('no digit is lost or added, whatever the length', () => {
  for (let length = 0; length < 24; length += 1) {
    const code = '9876543210'.repeat(3).slice(0, length);
    expect(groups(code).join('')).toBe(code);
  }
});
