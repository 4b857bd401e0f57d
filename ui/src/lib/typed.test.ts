import { expect, test } from 'vitest';
import { unusual, USUAL, wrongOption } from './typed';

test('options are sent when one of them is another than usual', () => {
  expect(unusual({ ...USUAL })).toBe(false);
  expect(unusual({ ...USUAL, digits: 8 })).toBe(true);
  expect(unusual({ ...USUAL, kind: 'hotp' })).toBe(true);
});

test('a number that is empty, broken or out of bounds is named', () => {
  const empty = null as unknown as number;
  expect(wrongOption(USUAL)).toBeNull();
  expect(wrongOption({ ...USUAL, period: empty })?.name).toBe('period');
  expect(wrongOption({ ...USUAL, period: 0.5 })?.name).toBe('period');
  expect(wrongOption({ ...USUAL, period: 86_401 })?.name).toBe('period');
  expect(wrongOption({ ...USUAL, kind: 'hotp', counter: empty })?.name).toBe('counter');
  expect(wrongOption({ ...USUAL, kind: 'hotp', counter: -1 })?.name).toBe('counter');
});

test('a field that is not shown is not in the way', () => {
  const empty = null as unknown as number;
  expect(wrongOption({ ...USUAL, counter: empty })).toBeNull();
  expect(wrongOption({ ...USUAL, kind: 'hotp', period: empty })).toBeNull();
});
