import type { CameraView } from '../host/wire';

/** A preview frame: 4 bytes of length (little-endian), that much JSON, then a JPEG or nothing. */
export function unpack(bytes: ArrayBuffer): { view: CameraView; picture: Uint8Array<ArrayBuffer> } {
  if (bytes.byteLength < 4) throw new Error('a camera frame is too short');
  const length = new DataView(bytes).getUint32(0, true);
  if (4 + length > bytes.byteLength) throw new Error('a camera frame is cut off');
  const view = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as CameraView;
  return { view, picture: new Uint8Array(bytes, 4 + length) };
}

/** The reverse; the fake host and the tests need it. */
export function pack(view: CameraView, picture: Uint8Array): ArrayBuffer {
  const json = new TextEncoder().encode(JSON.stringify(view));
  const bytes = new Uint8Array(4 + json.length + picture.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  bytes.set(picture, 4 + json.length);
  return bytes.buffer;
}
