import type { Fault } from '../host/wire';
import { asFault } from '../lib/texts';

/** A command under way, and what came of it. One at a time. */
export class Action {
  busy = $state(false);
  fault = $state.raw<Fault | null>(null);

  /** Runs; true when it went well. What went wrong stays in `fault` until the next run. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.fault = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.fault = asFault(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
