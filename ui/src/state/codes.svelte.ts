import { host } from '../host/host';
import type { AccountView, CodesView, Fault, Which } from '../host/wire';
import { Clock } from '../lib/clock';
import { duration } from '../lib/when';
import { index, type Indexed } from '../lib/search';
import { asFault } from '../lib/texts';
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
  /** Why it did not come, until it comes. */
  fault = $state.raw<Fault | null>(null);
  /** The program's clock in whole Unix seconds: moves once a second while the page is seen. */
  second = $state(0);
  /** The account whose code was copied a moment ago. */
  copied = $state<string | null>(null);

  readonly #clock = new Clock();
  #running = false;
  /** Numbers what lies between a start and a stop: an answer to an older one is thrown away. */
  #run = 0;
  #asking: Promise<void> | null = null;
  /** Asked for again while a question is under way: its answer may be older than the change. */
  #again = false;
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
    this.#run += 1;
    this.#asking = null;
    clearTimeout(this.#timer);
    this.accounts = [];
    this.quarantined = 0;
    this.loaded = false;
    this.fault = null;
    this.copied = null;
  }

  /** Asks for the codes; who asks while a question is under way waits for the answer to one more. */
  refresh(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    this.#again = this.#asking !== null;
    this.#asking ??= this.#ask(this.#run);
    return this.#asking;
  }

  async #ask(run: number): Promise<void> {
    do {
      this.#again = false;
      try {
        const view = await host().codes();
        if (run === this.#run) this.#take(view);
      } catch (thrown) {
        const fault = asFault(thrown);
        // Locked meanwhile: the state says so by itself.
        if (run === this.#run && fault.code !== 'locked') this.fault = fault;
      }
      if (run !== this.#run) return;
    } while (this.#again);
    this.#asking = null;
    this.#plan();
  }

  #take({ now_ms, accounts, quarantined }: CodesView): void {
    this.#clock.set(now_ms);
    this.accounts = accounts;
    this.quarantined = quarantined;
    this.second = Math.floor(now_ms / 1000);
    this.loaded = true;
    this.fault = null;
  }

  /** One timer, at the next whole second; none while nobody sees the page. */
  #plan(): void {
    clearTimeout(this.#timer);
    if (!this.#running || document.hidden) return;
    this.#timer = setTimeout(() => this.#tick(), this.#clock.untilNextSecond());
  }

  #tick(): void {
    const now = Math.floor(this.#clock.now() / 1000);
    this.second = now;
    const over = this.accounts.some(({ valid_until }) => valid_until > 0 && valid_until <= now);
    if (this.#clock.jumped()) this.#blank();
    if (over || this.#clock.jumped()) void this.refresh();
    else this.#plan();
  }

  /** The computer slept or its clock was set: what is shown may be long over, and is not shown until it is asked for anew. */
  #blank(): void {
    this.accounts = this.accounts.map((account) =>
      account.kind === 'hotp' ? account : { ...account, code: '•'.repeat(account.digits), next: null },
    );
  }

  /** The page is seen again, or not any more. */
  seen(): void {
    if (!this.#running) return;
    if (document.hidden) return clearTimeout(this.#timer);
    // Nobody has looked after the codes meanwhile.
    const now = Math.floor(this.#clock.now() / 1000);
    if (this.#clock.jumped() || this.accounts.some(({ valid_until }) => valid_until > 0 && valid_until <= now)) this.#blank();
    void this.refresh();
  }

  /** Copies a code and says so. */
  async copy(id: string, which: Which = 'current', shown_until: number | null = null): Promise<void> {
    try {
      const { clear_after } = await host().copy({ id, which, shown_until });
      const name = which === 'next' ? 'Next code copied' : 'Copied';
      toasts.say(clear_after > 0 ? `${name} — clears in ${duration(clear_after).replace(/ seconds?$/, ' s')}` : name, {
        testid: 'copy-toast',
      });
      this.copied = id;
      clearTimeout(this.#copiedTimer);
      this.#copiedTimer = setTimeout(() => (this.copied = null), COPIED);
    } catch (thrown) {
      toasts.fail(thrown);
    }
  }

  /** Moves an account by counter on to its next code. */
  async advance(id: string): Promise<void> {
    try {
      await host().advance({ id });
      await this.refresh();
    } catch (thrown) {
      toasts.fail(thrown);
    }
  }
}

export const codes = new Codes();
