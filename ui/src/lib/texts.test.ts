import { expect, test } from 'vitest';
import { asFault, faultText, filled, foreignGuide, hintGuide, isolated, noticeText, warningText } from './texts';

test('arguments stand in their places', () => {
  const said = faultText({ code: 'camera_busy', args: { name: 'Webcam' } });
  expect(said.what).toContain('Webcam');
  expect(said.what).not.toContain('{');
});

test('an argument that looks like a placeholder stays as it is', () => {
  expect(filled('{a} and {b}', { a: '{b}', b: 'x' })).toBe('\u2068{b}\u2069 and \u2068x\u2069');
});

test('a name keeps its direction of writing to itself, whatever is in it', () => {
  expect(filled('{name} is a folder.', { name: 'صور' })).toBe('\u2068صور\u2069 is a folder.');
  expect(isolated('a\u2069\u202egnp.exe')).toBe('\u2068agnp.exe\u2069');
  expect(filled('{name}', {})).toBe('');
  // A reason is a sentence of ours, with the name in it.
  const said = faultText({ code: 'google_refused', args: { reason: 'entry_digits', name: 'بنك' } });
  expect(said.what).toContain('. The entry \u2068بنك\u2069 has');
});

test('a picture without a code: what stands in the way in this one comes first, then what helps in general', () => {
  const args = { name: 'a.png', hint: 'too_small' };
  const said = faultText({ code: 'no_code_in_picture', args });
  expect(said.what).toMatch(/a\.png.*dark on light/);
  expect(said.next).toMatch(/^Bring the code closer.*screenshot/);
  expect(faultText({ code: 'no_code_in_picture', args: { ...args, hint: 'never_heard_of' } }).next).not.toContain('never');
});

test('a picture of another symbol says which', () => {
  const said = faultText({ code: 'other_symbol', args: { name: 'label.png', reason: 'other_barcode' } });
  expect(said.what).toMatch(/label\.png.*is a barcode/);
  expect(said.next).toMatch(/three of its corners.*type the key/);
});

test('a reason is a code with words of its own', () => {
  const said = faultText({ code: 'uri_refused', args: { field: 'digits', reason: 'digits' } });
  expect(said.what).toContain('from 4 to 10');
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
