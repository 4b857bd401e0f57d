import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const block = (selector: string) => {
  const from = css.indexOf('{', css.indexOf(selector)) + 1;
  const lines = css.slice(from, css.indexOf('}', from)).split(/;\s*/);
  return Object.fromEntries(lines.filter((line) => line.includes(':')).map((line) => line.trim().split(/:\s*/) as [string, string]));
};
const light = block(':root {');
const dark = block(":root[data-theme='dark']");

/** Contrast by WCAG 2. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
    const [r = 0, g = 0, b = 0] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

test('dark by choice and dark by the system are the same', () => {
  expect(block(":root:not([data-theme='light'])")).toEqual(dark);
});

test.each([
  ['light', light],
  ['dark', dark],
] as const)('%s: text can be read on every ground, and fields be seen', (_, tokens) => {
  const of = (name: string) => tokens[name] ?? '';
  for (const ground of ['--bg', '--surface', '--accent-soft', '--warn-soft', '--danger-soft']) {
    for (const text of ['--ink', '--ink-2']) expect(contrast(of(text), of(ground)), `${text} on ${ground}`).toBeGreaterThan(4.5);
  }
  expect(contrast(of('--ink-3'), of('--surface'))).toBeGreaterThan(4.5);
  expect(contrast(of('--ink-3'), of('--bg'))).toBeGreaterThan(4.5);
  expect(contrast(of('--accent'), of('--surface'))).toBeGreaterThan(4.5);
  expect(contrast(of('--accent'), of('--bg'))).toBeGreaterThan(4.5);
  expect(contrast(of('--accent-ink'), of('--accent'))).toBeGreaterThan(4.5);
  expect(contrast(of('--warn'), of('--surface'))).toBeGreaterThan(4.5);
  expect(contrast(of('--warn'), of('--warn-soft'))).toBeGreaterThan(4.5);
  expect(contrast(of('--danger'), of('--danger-soft'))).toBeGreaterThan(4.5);
  expect(contrast(of('--field-line'), of('--surface'))).toBeGreaterThan(3);
});
