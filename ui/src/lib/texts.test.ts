import { expect, test } from 'vitest';
import { asFault, faultText, filled, foreignGuide, hintGuide, noticeText, warningText } from './texts';

test('arguments stand in their places', () => {
  const said = faultText({ code: 'camera_busy', args: { name: 'Webcam' } });
  expect(said.what).toContain('Webcam');
  expect(said.what).not.toContain('{');
});

test('an argument that looks like a placeholder stays as it is', () => {
  expect(filled('{a} and {b}', { a: '{b}', b: 'x' })).toBe('{b} and x');
});

test('a reason is a code with words of its own', () => {
  const said = faultText({ code: 'uri_refused', args: { field: 'digits', reason: 'digits' } });
  expect(said.what).toContain('from 6 to 10');
  const unknown = faultText({ code: 'uri_refused', args: { field: 'x', reason: 'never_heard_of' } });
  expect(unknown.what).not.toContain('never_heard_of');
});

test('codes without words show themselves, also those that an object has by nature', () => {
  expect(noticeText({ code: 'constructor', args: {} })).toEqual({ what: 'constructor', next: '' });
  expect(warningText({ code: 'toString', args: {} }).what).toBe('toString');
  expect(foreignGuide('__proto__').title).toBe('__proto__');
});

test('foreign codes and hints have guides', () => {
  expect(foreignGuide('microsoft_push_work').steps.length).toBeGreaterThan(2);
  expect(hintGuide('too_small').title).not.toBe('too_small');
});

test('whatever is thrown becomes a fault', () => {
  expect(asFault({ code: 'locked', args: {} })).toEqual({ code: 'locked', args: {} });
  expect(asFault(new Error('odd'))).toEqual({ code: 'internal', args: { reason: 'odd' } });
  expect(asFault('odd').args.reason).toBe('odd');
});
