import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { codesOf, pending, settle, stub } from '../host/stub';
import type { CodesView } from '../host/wire';
import { codes } from './codes.svelte';

/** Answers to the questions for codes, in the order of the questions. */
let asked: ReturnType<typeof pending<CodesView>>[] = [];
const ids = () => codes.accounts.map(({ id }) => id);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  stub({
    codes: () => {
      const answer = pending<CodesView>();
      asked.push(answer);
      return answer.promise;
    },
  });
  codes.start();
});

afterEach(() => {
  codes.stop();
  vi.useRealTimers();
});

test('what changes while a question is under way is asked for once more', async () => {
  const done = vi.fn();
  void codes.refresh().then(done);
  void codes.refresh();
  expect(asked).toHaveLength(1);
  asked[0]?.resolve(codesOf(['old']));
  await settle();
  expect(asked).toHaveLength(2);
  expect(done).not.toHaveBeenCalled();
  asked[1]?.resolve(codesOf(['new']));
  await settle();
  expect(done).toHaveBeenCalled();
  expect(ids()).toEqual(['new']);
  expect(asked).toHaveLength(2);
});

test('an answer from before the lock shows nothing after it, and is not waited for', async () => {
  codes.stop();
  codes.start();
  expect(asked).toHaveLength(2);
  asked[1]?.resolve(codesOf(['after']));
  await settle();
  asked[0]?.resolve(codesOf(['before']));
  await settle();
  expect(ids()).toEqual(['after']);
});

test('while locked nothing is asked and an old answer does not count as loaded', async () => {
  codes.stop();
  await codes.refresh();
  asked[0]?.resolve(codesOf(['before']));
  await settle();
  expect(asked).toHaveLength(1);
  expect(codes.loaded).toBe(false);
  expect(ids()).toEqual([]);
});

test('codes that do not come are a fault and no empty vault; they can be asked for again', async () => {
  asked[0]?.reject({ code: 'internal', args: { reason: 'odd' } });
  await settle();
  expect(codes.loaded).toBe(false);
  expect(codes.fault?.code).toBe('internal');
  void codes.refresh();
  asked[1]?.resolve(codesOf(['a']));
  await settle();
  expect(codes.fault).toBeNull();
  expect(codes.loaded).toBe(true);
});

test('locked meanwhile is no fault: the state says so', async () => {
  asked[0]?.reject({ code: 'locked', args: {} });
  await settle();
  expect(codes.fault).toBeNull();
});

test('after a sleep the codes are asked for within a second', async () => {
  asked[0]?.resolve(codesOf(['a'], 5_000));
  await settle();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(asked).toHaveLength(1);
  // The wall clock went on, the steady one stood still.
  vi.setSystemTime(Date.now() + 10_000);
  expect(codes.accounts[0]?.code).toMatch(/^\d+$/);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(asked).toHaveLength(2);
  // What was shown may be long over: until the answer comes nothing is.
  expect(codes.accounts[0]?.code).toMatch(/^•+$/);
  expect(codes.accounts[0]?.next).toBeNull();
  asked[1]?.resolve(codesOf(['a'], 15_000));
  await settle();
  expect(codes.accounts[0]?.code).toMatch(/^\d+$/);
});
