import { expect, test } from 'vitest';
import { command, composing, shortCut, sign, types } from './keys';

const press = (key: string, code = '', more: object = {}) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 0,
  ...more,
});

test.each([
  ['l', 'KeyL', 'l'],
  ['L', 'KeyL', 'l'],
  // Dvorak: what is written on the key counts, not its place.
  ['n', 'KeyL', 'n'],
  ['д', 'KeyL', 'l'],
  ['т', 'KeyN', 'n'],
  ['ا', 'KeyH', 'h'],
  ['б', 'Comma', ','],
  ['é', 'Digit2', 'é'],
  ['Escape', 'Escape', 'escape'],
])('%s at %s stands for %s', (key, code, letter) => {
  expect(sign(press(key, code))).toBe(letter);
});

test('keys of an input method are its own', () => {
  expect(composing(press('Escape', 'Escape', { isComposing: true }))).toBe(true);
  expect(composing(press('Enter', 'Enter', { keyCode: 229 }))).toBe(true);
  expect(types(press('ㅎ', 'KeyG', { isComposing: true }))).toBe(false);
  expect(types(press('g', 'KeyG'))).toBe(true);
});

test('a command is Ctrl or Cmd without Alt, which types on many layouts', () => {
  expect(command(press('q', 'KeyQ', { ctrlKey: true }))).toBe(true);
  expect(command(press('@', 'KeyQ', { ctrlKey: true, altKey: true }))).toBe(false);
});

test('short cuts are written as the system writes them', () => {
  expect(shortCut('V', 'linux')).toBe('Ctrl+V');
  expect(shortCut('V', 'macos')).toBe('⌘V');
});
