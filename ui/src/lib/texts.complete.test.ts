// Every fault code that the wire knows has words; the codes are read from the generated types.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FaultCode } from '../host/wire';
import { faultText } from './texts';

const wire = readFileSync(new URL('../host/wire.ts', import.meta.url), 'utf8');
const line = /export type FaultCode =([^;]*);/.exec(wire)?.[1] ?? '';
const codes = [...line.matchAll(/"([a-z_]+)"/g)].map(([, code]) => code as FaultCode);

test('the codes were found', () => {
  expect(codes).toContain('wrong_password');
  expect(codes.length).toBeGreaterThan(40);
});

test.each(codes)('%s says what happened and what to do', (code) => {
  const { what, next } = faultText({ code, args: {} });
  expect(what).not.toBe(code);
  expect(next).not.toBe('');
});
