import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pending, settle } from '../host/stub';
import type { CameraView } from '../host/wire';
import { pack } from '../lib/frame';

const looking: CameraView = {
  seq: 1,
  status: 'looking',
  hint: null,
  outlines: [],
  width: 0,
  height: 0,
  findings: null,
  fault: null,
};
const frame = (more: Partial<CameraView>) => pack({ ...looking, ...more }, new Uint8Array());

let calls: string[] = [];
let plugged = ['front'];
let asked: (string | null)[] = [];
beforeEach(() => {
  calls = [];
  plugged = ['front'];
  asked = [];
  vi.resetModules();
});
afterEach(() => void vi.useRealTimers());

/** A camera whose frames and whose start are what the test says. */
async function camera(frames: (() => Promise<ArrayBuffer> | ArrayBuffer)[], start: () => Promise<unknown> = async () => undefined) {
  const host = await import('../host/stub');
  host.stub({
    cameras: async () => ({ cameras: plugged.map((id) => ({ id, name: id })), chosen: plugged[0] ?? null }),
    camera_start: async (request) => {
      asked.push(request.camera);
      calls.push('start');
      await start();
      calls.push('started');
    },
    camera_stop: async () => void calls.push('stop'),
    camera_frame: async () => (frames.shift() ?? (() => new Promise<ArrayBuffer>(() => undefined)))(),
  });
  const { Camera } = await import('./camera.svelte');
  const { app } = await import('./app.svelte');
  return { camera: new Camera(() => undefined), other: new Camera(() => undefined), app };
}

test('a stop that falls into a start comes after it: the light goes out', async () => {
  const started = pending();
  const { camera: one } = await camera([], () => started.promise);
  void one.start();
  await settle();
  one.stop();
  await settle();
  expect(calls).toEqual(['start']);
  started.resolve(undefined);
  await settle();
  expect(calls).toEqual(['start', 'started', 'stop']);
});

test('the panel that comes starts after the one that goes has stopped', async () => {
  const started = pending();
  let first = true;
  const { camera: one, other } = await camera([], () => (first ? started.promise : Promise.resolve()));
  void one.start();
  await settle();
  first = false;
  one.stop();
  void other.start();
  await settle();
  started.resolve(undefined);
  await settle();
  expect(calls).toEqual(['start', 'started', 'stop', 'start', 'started']);
});

test('a camera that was stopped before its turn never starts', async () => {
  const { camera: one } = await camera([]);
  void one.start();
  one.stop();
  await settle();
  expect(calls).toEqual(['stop']);
});

test('put out by somebody else it starts again; where it never ran it is a fault', async () => {
  const { camera: one } = await camera([() => frame({}), () => frame({ status: 'off' })]);
  void one.start();
  await settle();
  expect(calls.filter((call) => call === 'start')).toHaveLength(2);
  expect(one.fault).toBeNull();

  calls = [];
  const { camera: dead } = await camera([() => frame({ status: 'off' })]);
  void dead.start();
  await settle();
  expect(calls.filter((call) => call === 'start')).toHaveLength(1);
  expect(dead.fault).toEqual({ code: 'camera_failed', args: { name: 'front', reason: 'it went off' } });
});

test('how far an export has come stays while no code is in sight', async () => {
  const part = { id: '', source: 'camera' as const, accounts: [], choose: false, batch: { id: 'e1', have: 1, size: 3, missing: [1, 3], accounts: 10, last: 2, again: false }, foreign: [], refused: [], pictures: null };
  const next = pending<ArrayBuffer>();
  const { camera: one, app } = await camera([() => frame({ findings: part }), () => frame({ hint: 'nothing_seen' }), () => next.promise]);
  void one.start();
  await settle();
  expect(one.batch).toMatchObject({ have: 1, size: 3 });
  expect(app.findings).toBeNull();
  next.resolve(frame({ status: 'found', findings: { ...part, id: '1', batch: null } }));
  await settle();
  expect(one.batch).toBeNull();
  expect(app.findings?.id).toBe('1');
  expect(app.resting).toBe(true);
});

test('only what a person picks is asked for by name: a camera that is away for once stays the chosen one', async () => {
  plugged = ['front', 'desk'];
  const { camera: one } = await camera([]);
  void one.start();
  await settle();
  expect([one.chosen, asked]).toEqual(['front', [null]]);
  void one.choose('desk');
  await settle();
  expect([one.chosen, asked]).toEqual(['desk', [null, 'desk']]);
  plugged = ['front'];
  void one.start();
  await settle();
  expect([one.chosen, asked]).toEqual(['front', [null, 'desk', null]]);
});
