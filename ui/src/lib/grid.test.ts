import { expect, test } from 'vitest';
import { move } from './grid';

const one = (key: string, at: number) => move(key, at, 5, 1, 3, false);
const two = (key: string, at: number, rtl = false) => move(key, at, 5, 2, 3, rtl);

test('in one column the arrows go up and down and out at the top', () => {
  expect(one('ArrowDown', 0)).toBe(1);
  expect(one('ArrowDown', 4)).toBe(4);
  expect(one('ArrowUp', 1)).toBe(0);
  expect(one('ArrowUp', 0)).toBe(-1);
  expect(one('ArrowRight', 0)).toBeUndefined();
});

test('in two columns down keeps the column and right goes on', () => {
  expect(two('ArrowDown', 1)).toBe(3);
  expect(two('ArrowDown', 3)).toBe(3);
  expect(two('ArrowUp', 1)).toBe(-1);
  expect(two('ArrowRight', 0)).toBe(1);
  expect(two('ArrowRight', 4)).toBe(4);
});

test('from right to left the sides change places', () => {
  expect(two('ArrowLeft', 0, true)).toBe(1);
  expect(two('ArrowRight', 1, true)).toBe(0);
});

test('pages and ends stay within the list', () => {
  expect(two('PageDown', 0)).toBe(4);
  expect(two('PageUp', 4)).toBe(0);
  expect(two('Home', 3)).toBe(0);
  expect(two('End', 0)).toBe(4);
  expect(two('a', 0)).toBeUndefined();
});
