import { expect, test } from 'vitest';
import { fault } from '../../host/fake/faults';
import { draft, empty, findings } from '../../host/fake/findings';
import { title } from './titles';

test.each([
  ['one', 'Add this account?'],
  ['several', '5 accounts found'],
  ['trashed', 'This account is in the trash'],
  ['batch', 'Part of an export'],
  ['keys', 'Which key do you mean?'],
  ['foreign:wifi', 'Wi-Fi network'],
  ['refused', 'This code cannot be used'],
  ['unreadable', 'These files cannot be used'],
])('%s: %s', (name, said) => {
  expect(title(findings(name, 'picture'))).toBe(said);
});

test('what is here already is told from what lies in the trash and from what has only the same name', () => {
  const like = (same: 'secret' | 'name', trashed: boolean) => ({
    ...empty('picture'),
    accounts: [draft(0, 'A', 'b', { duplicate: { id: '0', same, issuer: 'A', label: 'b', trashed } })],
  });
  expect(title(like('secret', false))).toBe('You have this account already');
  expect(title(like('name', false))).toBe('Add this account?');
});

test('codes and files that are refused together', () => {
  const refused = (...codes: Parameters<typeof fault>[0][]) => title({ ...empty('picture'), refused: codes.map(fault) });
  expect(refused('uri_refused', 'key_refused')).toBe('These codes cannot be used');
  expect(refused('is_a_folder')).toBe('This file cannot be used');
  expect(refused('uri_refused', 'is_a_folder')).toBe('Nothing here can be used');
});
