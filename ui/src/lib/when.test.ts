import { expect, test } from 'vitest';
import { ago, daysUntil, duration, goneIn } from './when';

test.each([
  [1, '1 second'],
  [30, '30 seconds'],
  [60, '1 minute'],
  [90, '90 seconds'],
  [600, '10 minutes'],
  [3600, '1 hour'],
  [0, '0 seconds'],
])('%d s is %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

test('days are rounded up and end with today', () => {
  expect(daysUntil(100 + 86_400, 100)).toBe(1);
  expect(daysUntil(100 + 86_401, 100)).toBe(2);
  expect(goneIn(100 + 86_400 * 12, 100)).toBe('gone in 12 days');
  expect(goneIn(100 + 5, 100)).toBe('gone in 1 day');
  expect(goneIn(100, 500)).toBe('gone today');
});

test('what was is told by days that have passed', () => {
  const now = 1_000_000_000;
  expect(ago(now - 86_399, now)).toBe('today');
  expect(ago(now - 86_400, now)).toBe('yesterday');
  expect(ago(now - 12 * 86_400, now)).toBe('12 days ago');
  // A clock that was wrong.
  expect(ago(now + 86_400, now)).toBe('today');
});
