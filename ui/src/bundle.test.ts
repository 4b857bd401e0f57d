import { build, type Rollup } from 'vite';
import { expect, test } from 'vitest';

test('what ships has no fake host, no inline script or style, and speaks to nobody', { timeout: 120_000 }, async () => {
  const made = (await build({ mode: 'production', logLevel: 'silent', build: { write: false } })) as Rollup.RollupOutput;
  const text = made.output.map((part) => (part.type === 'chunk' ? part.code : String(part.source))).join('\n');
  expect(text).toContain('camera_frame');
  for (const fake of ['correct horse', 'GNOME Keyring', 'Lindqvist']) {
    expect(text.replaceAll(/comes with GNOME Keyring/g, '')).not.toContain(fake);
  }
  const html = made.output.find(({ fileName }) => fileName === 'index.html');
  expect(html?.type === 'asset' && String(html.source)).not.toMatch(/<script(?![^>]*src=)|<style|style=|https?:/);
  expect(text).not.toMatch(/\bfetch\(["'`]http|XMLHttpRequest|new WebSocket|navigator\.sendBeacon/);
});
