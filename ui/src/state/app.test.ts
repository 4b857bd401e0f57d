import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { codesOf, pending, settle, state, stub } from '../host/stub';
import type { RememberRequest, StateView } from '../host/wire';

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
});

afterEach(() => void vi.useRealTimers());

/** A fresh page before a program whose state is what `now` answers. */
async function page(now: () => Promise<StateView>, more: Parameters<typeof stub>[0] = {}) {
  const host = await import('../host/stub');
  const program = host.stub({ state: now, codes: async () => codesOf(['a']), ...more });
  const { app } = await import('./app.svelte');
  const { toasts } = await import('./toast.svelte');
  return { app, toasts, program };
}

test('the state is asked for when everything is heard, not before', async () => {
  const registered = pending<() => void>();
  const asked = vi.fn(async () => state('locked'));
  const { app } = await page(asked, { on: () => registered.promise });
  app.start();
  await settle();
  expect(asked).not.toHaveBeenCalled();
  registered.resolve(() => undefined);
  await settle();
  expect(asked).toHaveBeenCalledTimes(1);
  expect(app.state?.phase).toBe('locked');
});

test('a page that hears nothing says so, and still shows the state', async () => {
  const { app, toasts } = await page(async () => state('locked'), { on: () => Promise.reject(new Error('not allowed')) });
  const stop = app.start();
  await settle();
  expect(app.state?.phase).toBe('locked');
  expect(toasts.current?.text).toContain('not allowed');
  stop();
  await settle();
});

test('an answer that was overtaken by a newer one is thrown away', async () => {
  const answers = [pending<StateView>(), pending<StateView>(), pending<StateView>()];
  let asked = 0;
  const { app } = await page(() => answers[asked++]?.promise ?? Promise.reject());
  void app.refresh();
  void app.refresh();
  void app.refresh();
  answers[1]?.resolve(state('unlocked'));
  await settle();
  answers[0]?.resolve(state('locked'));
  await settle();
  expect(app.state?.phase).toBe('unlocked');
  answers[2]?.reject(new Error('odd'));
  await settle();
  expect(app.broken?.code).toBe('internal');
});

test('after a command the state is asked for, without waiting for its event', async () => {
  let now = state('locked');
  const { app } = await page(async () => now);
  await app.refresh();
  await app.after((async () => void (now = state('unlocked')))());
  expect(app.state?.phase).toBe('unlocked');
});

test('locking forgets where the page was, and says nothing of it afterwards', async () => {
  let now = state('unlocked');
  const remembered: RememberRequest[] = [];
  const { app } = await page(async () => now, {
    remember: async (request) => void remembered.push(request),
    lock: async () => void (now = state('locked')),
  });
  await app.refresh();
  app.go('settings');
  await vi.advanceTimersByTimeAsync(500);
  expect(remembered).toHaveLength(1);
  app.search = 'bank';
  app.scroll = 600;
  app.remember();
  app.lock();
  await vi.advanceTimersByTimeAsync(500);
  app.remember();
  await vi.advanceTimersByTimeAsync(500);
  expect(remembered).toHaveLength(1);
  now = state('unlocked');
  await app.refresh();
  expect([app.show, app.search, app.scroll]).toEqual(['codes', '', 0]);
});

test('a window that opens locked keeps what it is to show', async () => {
  let now = state('locked', { remembered: { show: 'add_camera', search: '', scroll: 0 } });
  const { app } = await page(async () => now);
  await app.refresh();
  now = state('unlocked');
  await app.refresh();
  expect(app.show).toBe('add_camera');
});

test('the recovery key is shown as soon as it is at hand', async () => {
  let now = state('fresh');
  const { app } = await page(async () => now);
  await app.refresh();
  now = state('unlocked', { recovery_pending: true });
  await app.refresh();
  expect(app.recovery).toBeNull();
  now = state('unlocked', { recovery_pending: true, recovery_at_hand: true });
  await app.refresh();
  expect(app.recovery).toBe('show');
  // Once: later is a banner.
  app.recovery = null;
  await app.refresh();
  expect(app.recovery).toBeNull();
});

test('a vault that was locked in between shows no recovery key by itself', async () => {
  let now = state('fresh');
  const { app } = await page(async () => now);
  for (const next of [state('unlocked'), state('locked'), state('unlocked', { recovery_pending: true, recovery_at_hand: true })]) {
    now = next;
    await app.refresh();
  }
  expect(app.recovery).toBeNull();
});

test('what is dropped while the vault is closed is refused in passing', async () => {
  const { app, toasts, program } = await page(async () => state('locked'));
  app.start();
  await settle();
  program.emit('hover', true);
  program.emit('failed', { code: 'locked', args: {} });
  expect(toasts.current).toMatchObject({ text: 'The vault is locked.', testid: 'fault' });
  expect([app.show, app.failed, app.hovering]).toEqual(['codes', null, false]);
});

test('a lock that fails is said', async () => {
  const { app, toasts } = await page(async () => state('unlocked'), { lock: () => Promise.reject(new Error('odd')) });
  await app.refresh();
  app.lock();
  await settle();
  expect(toasts.current?.text).toContain('odd');
});
