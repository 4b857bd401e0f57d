import { host } from '../host/host';
import type { AccountView, Which } from '../host/wire';
import { Clock } from '../lib/clock';
import { duration } from '../lib/when';
import { index, type Indexed } from '../lib/search';
import { asFault, faultText } from '../lib/texts';
import { toasts } from './toast.svelte';

/** How long a row says that it was copied, ms. */
const COPIED = 2_000;

class Codes {
  /** Every account with its code; nothing while the vault is locked. */
  accounts = $state.raw<readonly AccountView[]>([]);
  /** The same with folded names, for search. */
  indexed = $derived<Indexed<AccountView>[]>(index(this.accounts));
  quarantined = $state(0);
  /** Whether the list came at all. */
  loaded = $state(false);
  /** The program's clock in whole Unix seconds: moves once a second while the page is seen. */
  second = $state(0);
  /** The account whose code was copied a moment ago. */
  copied = $state<string | null>(null);

  readonly #clock = new Clock();
  #running = false;
  #asking: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #copiedTimer: ReturnType<typeof setTimeout> | undefined;

  /** Asks for the codes and starts the clock. */
  start(): void {
    this.#running = true;
    void this.refresh();
  }

  /** Forgets all codes and stops the clock. */
  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
    this.accounts = [];
    this.quarantined = 0;
    this.loaded = false;
    this.copied = null;
  }

  /** Asks for the codes; questions that come while one is under way share its answer. */
  refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    try {
      const { now_ms, accounts, quarantined } = await host().codes();
      if (!this.#running) return;
      this.#clock.set(now_ms);
      this.accounts = accounts;
      this.quarantined = quarantined;
      this.second = Math.floor(now_ms / 1000);
    } catch (thrown) {
      const fault = asFault(thrown);
      // Locked meanwhile: the state says so by itself.
      if (fault.code !== 'locked') toasts.say(faultText(fault).what, { tone: 'bad', testid: 'fault' });
    } finally {
      this.loaded = true;
      this.#plan();
    }
  }

  /** One timer, at the next whole second; none while nobody sees the page. */
  #plan(): void {
    clearTimeout(this.#timer);
    if (!this.#running || document.hidden) return;
    this.#timer = setTimeout(() => this.#tick(), this.#clock.untilNextSecond());
  }

  #tick(): void {
    const now = Math.floor(this.#clock.now() / 1000);
    // Asleep or set otherwise: the page's idea of the time is worth nothing.
    const jumped = Math.abs(now - this.second) > 5;
    this.second = now;
    const over = this.accounts.some(({ valid_until }) => valid_until > 0 && valid_until <= now);
    if (over || jumped) void this.refresh();
    else this.#plan();
  }

  /** The page is seen again, or not any more. */
  seen(): void {
    if (!this.#running) return;
    if (document.hidden) clearTimeout(this.#timer);
    else void this.refresh();
  }

  /** Copies a code and says so. */
  async copy(id: string, which: Which = 'current'): Promise<void> {
    try {
      const { clear_after } = await host().copy({ id, which });
      const name = which === 'next' ? 'Next code copied' : 'Copied';
      toasts.say(clear_after > 0 ? `${name} — clears in ${duration(clear_after).replace(/ seconds?$/, ' s')}` : name, {
        testid: 'copy-toast',
      });
      this.copied = id;
      clearTimeout(this.#copiedTimer);
      this.#copiedTimer = setTimeout(() => (this.copied = null), COPIED);
    } catch (thrown) {
      this.#complain(thrown);
    }
  }

  /** Moves an account by counter on to its next code. */
  async advance(id: string): Promise<void> {
    try {
      await host().advance({ id });
      await this.refresh();
    } catch (thrown) {
      this.#complain(thrown);
    }
  }

  #complain(thrown: unknown): void {
    const { what, next } = faultText(asFault(thrown));
    toasts.say(`${what} ${next}`, { tone: 'bad', testid: 'fault' });
  }
}

export const codes = new Codes();
