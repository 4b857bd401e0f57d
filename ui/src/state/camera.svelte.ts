import { host } from '../host/host';
import type { BatchView, CameraInfoView, CameraView, Fault } from '../host/wire';
import { unpack } from '../lib/frame';
import { asFault } from '../lib/texts';
import { app } from './app.svelte';

let last: Promise<unknown> = Promise.resolve();

/** Starts and stops one after the other, also those of two panels: a stop that overtook its start would leave the light on. */
function inOrder(command: () => Promise<void>): Promise<void> {
  const next = last.then(command);
  last = next.catch(() => undefined);
  return next;
}

/** The camera as the page sees it: asks for frame after frame while it runs. */
export class Camera {
  cameras = $state.raw<CameraInfoView[]>([]);
  chosen = $state<string | null>(null);
  view = $state.raw<CameraView | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** A picture was drawn. */
  seen = $state(false);
  /** How far a Google export in several codes has come. */
  batch = $state.raw<BatchView | null>(null);

  readonly #draw: (picture: ImageBitmap) => void;
  /** What the person picked here. Else the one that was picked last is meant, also while it is unplugged and another serves. */
  #picked: string | null = null;
  /** Numbers the runs: an answer that belongs to an older one is thrown away. */
  #run = 0;

  constructor(draw: (picture: ImageBitmap) => void) {
    this.#draw = draw;
  }

  async start(): Promise<void> {
    const run = ++this.#run;
    this.view = null;
    this.fault = null;
    this.seen = false;
    try {
      const { cameras, chosen } = await host().cameras();
      if (run !== this.#run) return;
      this.cameras = cameras;
      const picked = cameras.some(({ id }) => id === this.#picked) ? this.#picked : null;
      this.chosen = picked ?? chosen ?? cameras[0]?.id ?? null;
      if (cameras.length === 0) {
        this.fault = { code: 'camera_none', args: {} };
        return;
      }
      await inOrder(async () => {
        if (run === this.#run) await host().camera_start({ camera: picked });
      });
      await this.#look(run);
    } catch (thrown) {
      if (run === this.#run) this.fault = asFault(thrown);
    }
  }

  async #look(run: number): Promise<void> {
    let after = 0;
    while (run === this.#run) {
      const { view, picture } = unpack(await host().camera_frame({ after }));
      if (run !== this.#run) return;
      // Somebody else put it out. Where it never ran, asking again would never end.
      if (view.status === 'off' && after > 0) return this.start();
      after = view.seq;
      await this.#show(picture, run);
      if (run !== this.#run) return;
      this.view = view;
      // The progress stays while no code is in sight; what is found at last has it in itself.
      if (view.status === 'found') this.batch = null;
      else if (view.findings?.batch) this.batch = view.findings.batch;
      // It is out of sight now.
      else if (this.batch?.again) this.batch = { ...this.batch, again: false };
      if (view.status === 'failed' || view.status === 'off') this.fault = view.fault ?? this.#failed();
      if (view.status === 'found' && view.findings) app.find(view.findings);
      if (view.status !== 'opening' && view.status !== 'looking') return;
    }
  }

  #failed(): Fault {
    const name = this.cameras.find(({ id }) => id === this.chosen)?.name ?? 'The camera';
    return { code: 'camera_failed', args: { name, reason: 'it went off' } };
  }

  async #show(picture: Uint8Array<ArrayBuffer>, run: number): Promise<void> {
    if (picture.length === 0) return;
    const bitmap = await createImageBitmap(new Blob([picture], { type: 'image/jpeg' })).catch(() => null);
    if (!bitmap) return;
    if (run === this.#run) {
      this.#draw(bitmap);
      this.seen = true;
    }
    bitmap.close();
  }

  /** Another camera. */
  async choose(id: string): Promise<void> {
    this.stop();
    this.#picked = id;
    await this.start();
  }

  /** Lets go of the camera; its light goes out. */
  stop(): void {
    this.#run += 1;
    void inOrder(() => host().camera_stop()).catch(() => undefined);
  }
}
