import { expect, test } from 'vitest';
import type { CameraView } from '../host/wire';
import { pack, unpack } from './frame';

const view: CameraView = {
  seq: 7,
  status: 'looking',
  hint: 'too_small',
  outlines: [[[0, 0], [1, 0], [1, 1], [0, 1]]],
  width: 640,
  height: 480,
  findings: null,
  fault: null,
};

test('what was packed comes out again', () => {
  const { view: read, picture } = unpack(pack(view, new Uint8Array([255, 216, 1])));
  expect(read).toEqual(view);
  expect([...picture]).toEqual([255, 216, 1]);
});

test('a frame may have no picture', () => {
  expect(unpack(pack(view, new Uint8Array())).picture.length).toBe(0);
});

test('a frame that is cut off is an error, not half a frame', () => {
  expect(() => unpack(new ArrayBuffer(3))).toThrow();
  expect(() => unpack(pack(view, new Uint8Array()).slice(0, 30))).toThrow();
});
