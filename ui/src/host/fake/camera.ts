import { pack } from '../../lib/frame';
import type { BatchView, CameraView, FaultCode } from '../wire';
import { fault } from './faults';
import { empty, findings } from './findings';
import { board, bytes, drawQr } from './pictures';

const WIDTH = 640;
const HEIGHT = 480;
/** Milliseconds between frames. */
const PACE = 120;
/** Codes of the export that `?found=export` shows one by one. */
const PARTS = 3;

/** What `?camera=` and `?fault=camera_…` ask for. */
export interface Script {
  fault: FaultCode | undefined;
  /** Hint that is shown for ever; nothing is found then. */
  hint: string | undefined;
  /** What is found after some frames. */
  found: string;
}

/** A camera before which somebody holds a code. */
export class FakeCamera {
  #seq = 0;
  #on = false;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  start(): void {
    this.#on = true;
    this.#seq = 0;
  }

  stop(): void {
    this.#on = false;
  }

  async frame(): Promise<ArrayBuffer> {
    await new Promise((done) => setTimeout(done, PACE));
    this.#seq += 1;
    const { fault: code, hint, found } = this.#script;
    const view: CameraView = {
      seq: this.#seq,
      status: this.#on ? 'looking' : 'off',
      hint: null,
      outlines: [],
      width: WIDTH,
      height: HEIGHT,
      findings: null,
      fault: null,
    };
    if (!this.#on) return pack(view, new Uint8Array());
    if (code) return pack({ ...view, status: 'failed', fault: fault(code) }, new Uint8Array());
    if (this.#seq < 3) return pack({ ...view, status: 'opening' }, new Uint8Array());
    const there = hint !== 'nothing_seen' && !hint?.startsWith('other_');
    const size = hint === 'too_small' ? 70 : 190;
    const left = 145 + Math.round(Math.sin(this.#seq / 6) * 20);
    const top = 140;
    if (there) {
      const corner = (x: number, y: number): [number, number] => [1 - x / WIDTH, y / HEIGHT];
      view.outlines = [[corner(left, top), corner(left + size, top), corner(left + size, top + size), corner(left, top + size)]];
    }
    const part = Math.floor((this.#seq - 4) / 5);
    if (hint) view.hint = hint;
    else if (found === 'export' && part < PARTS) {
      // Each part is read in one frame; between them there is nothing to see.
      if (this.#seq % 5 !== 4 || part === 0) view.hint = 'nothing_seen';
      else view.findings = { ...empty('camera'), id: '', batch: batch(part) };
    } else if (this.#seq > 14) {
      this.#on = false;
      return pack({ ...view, status: 'found', findings: findings(found, 'camera') }, await draw(left, top, size));
    } else view.hint = this.#seq < 9 ? 'too_small' : null;
    return pack(view, await draw(left, top, there ? size : 0));
  }
}

/** The first parts of the export are read, one after the other. */
function batch(have: number): BatchView {
  const missing = Array.from({ length: PARTS - have }, (_, at) => have + 1 + at);
  return { id: 'e1', have, size: PARTS, missing, accounts: 10 * have, last: have, again: false };
}

/** A frosted preview, mirrored as the program mirrors it: the code is there and cannot be read. */
async function draw(left: number, top: number, size: number): Promise<Uint8Array> {
  const { canvas, ink } = board(WIDTH, HEIGHT);
  ink.setTransform(-1, 0, 0, 1, WIDTH, 0);
  const wall = ink.createLinearGradient(0, 0, WIDTH, HEIGHT);
  wall.addColorStop(0, '#8f8a80');
  wall.addColorStop(1, '#4e4a46');
  ink.fillStyle = wall;
  ink.fillRect(0, 0, WIDTH, HEIGHT);
  ink.fillStyle = '#6d5a4c';
  ink.beginPath();
  ink.ellipse(430, 520, 190, 230, 0, 0, Math.PI * 2);
  ink.fill();
  if (size > 0) {
    ink.fillStyle = '#22252a';
    ink.fillRect(left - 40, top - 40, size + 80, size + 110);
    const small = board(40, 40);
    drawQr(small.ink, 3, 3, 34);
    ink.imageSmoothingEnabled = true;
    ink.drawImage(small.canvas, left, top, size, size);
  }
  return new Uint8Array(await bytes(canvas, 'image/jpeg'));
}
