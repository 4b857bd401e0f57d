import { host } from '../host/host';
import type { Fault, FindingsView, SettingsView, Show, StateView } from '../host/wire';
import { asFault } from '../lib/texts';
import { codes } from './codes.svelte';
import { toasts } from './toast.svelte';

/** How long the page waits before it says what it wants to find again, ms. */
const REMEMBER = 400;

class App {
  /** What the program says about itself; null until it answered. */
  state = $state.raw<StateView | null>(null);
  /** The program did not answer at all. */
  broken = $state.raw<Fault | null>(null);
  show = $state<Show>('codes');
  search = $state('');
  scroll = $state(0);
  /** What was found and waits to be confirmed. */
  findings = $state.raw<FindingsView | null>(null);
  /** What was dropped and could not be used. */
  failed = $state.raw<Fault | null>(null);
  /** The account whose sheet is open, and whether for renaming. */
  account = $state<{ id: string; rename: boolean } | null>(null);
  /** The recovery key's sheet is open: to show the one at hand, or to make a new one. */
  recovery = $state<'show' | 'renew' | null>(null);
  /** A file hovers over the window. */
  hovering = $state(false);

  #timer: ReturnType<typeof setTimeout> | undefined;
  #restored = false;

  /** Asks for the state and hears everything; gives back how to stop. */
  start(): () => void {
    const program = host();
    const stops = [
      program.on('state_changed', () => void this.refresh()),
      program.on('codes_changed', () => this.state?.phase === 'unlocked' && void codes.refresh()),
      program.on('found', (findings) => this.find(findings)),
      program.on('failed', (fault) => this.fail(fault)),
      program.on('show', (show) => this.go(show)),
      program.on('hover', (hovering) => (this.hovering = hovering)),
    ];
    void this.refresh();
    return () => stops.forEach((stop) => stop());
  }

  async refresh(): Promise<void> {
    try {
      this.#take(await host().state());
    } catch (thrown) {
      this.broken = asFault(thrown);
    }
  }

  #take(state: StateView): void {
    const before = this.state?.phase;
    this.state = state;
    this.broken = null;
    this.#theme(state.settings);
    if (!this.#restored) {
      this.#restored = true;
      if (state.remembered) ({ show: this.show, search: this.search, scroll: this.scroll } = state.remembered);
    }
    if (state.phase === before) return;
    if (state.phase === 'unlocked') {
      codes.start();
      // Fresh from being made: the recovery key is the next step, not a banner.
      if (before === 'fresh' && state.recovery_pending && state.recovery_at_hand) this.recovery = 'show';
    } else {
      codes.stop();
      toasts.clear();
      this.findings = null;
      this.account = null;
      this.recovery = null;
      this.failed = null;
    }
  }

  #theme({ theme }: SettingsView): void {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  /** Opens a view. */
  go(show: Show): void {
    this.failed = null;
    this.account = null;
    this.show = show;
    this.remember();
  }

  /** Something was found. */
  find(findings: FindingsView): void {
    this.failed = null;
    this.hovering = false;
    this.account = null;
    this.findings = findings;
  }

  /** Something was dropped and could not be used: said where the other ways are one click away. */
  fail(fault: Fault): void {
    this.hovering = false;
    this.findings = null;
    this.go('add_picture');
    this.failed = fault;
  }

  /** Reads the clipboard, wherever the page is. */
  async paste(): Promise<void> {
    try {
      this.find(await host().paste());
    } catch (thrown) {
      this.fail(asFault(thrown));
    }
  }

  /** Tells the program, after a while, what to give back to the next window. */
  remember(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { show, search, scroll } = this;
      void host().remember({ show, search, scroll: Math.max(0, Math.round(scroll)) }).catch(() => undefined);
    }, REMEMBER);
  }
}

export const app = new App();
