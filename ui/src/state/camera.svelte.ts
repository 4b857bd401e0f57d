import { host } from '../host/host';
import type { CameraInfoView, CameraView, Fault } from '../host/wire';
import { unpack } from '../lib/frame';
import { asFault } from '../lib/texts';
import { app } from './app.svelte';

/** The camera as the page sees it: asks for frame after frame while it runs. */
export class Camera {
  cameras = $state.raw<CameraInfoView[]>([]);
  chosen = $state<string | null>(null);
  view = $state.raw<CameraView | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** A picture was drawn. */
  seen = $state(false);

  readonly #draw: (picture: ImageBitmap) => void;
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
      this.chosen ??= chosen ?? cameras[0]?.id ?? null;
      if (cameras.length === 0) {
        this.fault = { code: 'camera_none', args: {} };
        return;
      }
      await host().camera_start({ camera: this.chosen });
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
      after = view.seq;
      await this.#show(picture, run);
      if (run !== this.#run) return;
      this.view = view;
      if (view.status === 'failed') this.fault = view.fault ?? { code: 'camera_failed', args: {} };
      if (view.status === 'found' && view.findings) app.find(view.findings);
      if (view.status === 'failed' || view.status === 'found' || view.status === 'off') return;
    }
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
    this.chosen = id;
    await this.start();
  }

  /** Lets go of the camera; its light goes out. */
  stop(): void {
    this.#run += 1;
    void host()
      .camera_stop()
      .catch(() => undefined);
  }
}
