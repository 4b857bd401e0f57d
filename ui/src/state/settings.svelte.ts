import { host } from '../host/host';
import type { Fault, SettingsView } from '../host/wire';
import { asFault } from '../lib/texts';
import { app } from './app.svelte';

/** Changes of settings, one after the other: each is sent whole, on top of what counts by then. */
export class Changes {
  /** What was refused last, and the section of its control. */
  refused = $state.raw<{ section: string; fault: Fault } | null>(null);
  #last: Promise<void> = Promise.resolve();

  set(section: string, part: Partial<SettingsView>): void {
    this.#last = this.#last.then(() => this.#send(section, part));
  }

  async #send(section: string, part: Partial<SettingsView>): Promise<void> {
    const now = app.state?.settings;
    if (!now) return;
    try {
      await host().set_settings({ ...now, ...part });
      if (this.refused?.section === section) this.refused = null;
    } catch (thrown) {
      this.refused = { section, fault: asFault(thrown) };
    }
    // Taken or refused, the controls show what counts.
    await app.refresh();
  }
}
