import { expect, test } from 'vitest';
import { draft, empty } from '../../host/fake/findings';
import { choices } from './choices';

const duplicate = { id: '0', same: 'secret' as const, issuer: 'A', label: 'b', trashed: false };

test('among several, what is here already stays out', () => {
  const found = {
    ...empty('camera'),
    accounts: [draft(0, 'A', 'b', { duplicate }), draft(1, 'C', 'd', { duplicate: { ...duplicate, same: 'name' } }), draft(2, 'E', 'f')],
  };
  expect(choices(found).map(({ take }) => take)).toEqual([false, true, true]);
});

test('a lone account is always taken: the person decides with the button', () => {
  expect(choices({ ...empty('camera'), accounts: [draft(0, 'A', 'b', { duplicate })] })[0]?.take).toBe(true);
});
