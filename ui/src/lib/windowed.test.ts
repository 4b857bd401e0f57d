import { expect, test } from 'vitest';
import { slice } from './windowed';

test('draws what is seen and some more, and keeps the height of the rest', () => {
  const part = slice(10_000, 2, 68, 68 * 1000, 680, 6);
  expect(part).toEqual({ start: 994 * 2, end: 1016 * 2, above: 994 * 68, below: (5000 - 1016) * 68 });
});

test('at both ends nothing is missing', () => {
  expect(slice(101, 2, 60, 0, 600)).toMatchObject({ start: 0, above: 0 });
  const last = slice(101, 2, 60, 51 * 60 - 600, 600);
  expect(last.end).toBe(101);
  expect(last.below).toBe(0);
});

test('the whole height is always the same', () => {
  for (let scroll = 0; scroll < 6000; scroll += 37) {
    const { start, end, above, below } = slice(100, 1, 60, scroll, 500);
    expect(above + below + (end - start) * 60).toBe(6000);
  }
});

test('scrolled beyond the end, as after a search, it does not fail', () => {
  const { start, end } = slice(3, 1, 60, 9_000, 600);
  expect(start).toBeLessThanOrEqual(end);
  expect(end).toBe(3);
});
