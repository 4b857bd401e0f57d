// A program for the tests of `src/state`: it answers what a test says, when the test says so.
import { vi } from 'vitest';
import { begin } from './fake/state';
import { useHost, type Host } from './host';
import type { AccountView, CodesView, Events, Phase, StateView } from './wire';

/** A promise with its ends at hand; of nothing when nobody says of what. */
export function pending<T = undefined>() {
  let resolve!: (value: T) => void;
  let reject!: (thrown: unknown) => void;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

/** Lets everything run that waits for nothing else. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** The host of a test, what of a browser the state looks at, and a way to send events. */
export function stub(commands: Partial<Host>) {
  const hearing = new Map<string, (payload: never) => void>();
  useHost({
    on: async (event: string, hear: (payload: never) => void) => {
      hearing.set(event, hear);
      return () => void hearing.delete(event);
    },
    remember: async () => undefined,
    ...commands,
  } as unknown as Host);
  vi.stubGlobal('document', { hidden: false, documentElement: { dataset: {} } });
  return {
    emit<E extends keyof Events>(event: E, payload: Events[E]) {
      hearing.get(event)?.(payload as never);
    },
  };
}

/** A state with what is usual. */
export const state = (phase: Phase, more: Partial<StateView> = {}): StateView => ({ ...begin(() => undefined), phase, ...more });

/** Codes of accounts with these ids, all over at the 30th second. */
export const codesOf = (ids: string[], now_ms = 0): CodesView => ({
  now_ms,
  quarantined: 0,
  accounts: ids.map((id): AccountView => ({
    id,
    issuer: id,
    issuer_in_label: null,
    label: '',
    pinned: false,
    kind: 'totp',
    digits: 6,
    algorithm: 'SHA1',
    period: 30,
    code: '123456',
    next: '654321',
    valid_from: 0,
    valid_until: 30,
    created_at: 0,
  })),
});
