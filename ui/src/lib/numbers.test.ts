import { expect, test } from 'vitest';
import { listed, missing } from './numbers';

test.each([
  [[], ''],
  [[2], '2'],
  [[1, 2], '1 and 2'],
  [[1, 3, 4, 5, 9], '1, 3 to 5 and 9'],
])('%j', (numbers, said) => expect(listed(numbers)).toBe(said));

test('what is missing', () => {
  expect(missing([4])).toBe('Code 4 is missing.');
  expect(missing([1, 3])).toBe('Codes 1 and 3 are missing.');
  expect(missing([])).toBe('');
});
