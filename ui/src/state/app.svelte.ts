import { host } from '../host/host';
import type { CheckView, Fault, FindingsView, SettingsView, Show, StateView } from '../host/wire';
import { asFault, faultText } from '../lib/texts';
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
  /** The key that is being tried. Not the one that is due: that is none any more once it was typed. */
  trying = $state<CheckView | null>(null);
  /** The note that the newest backup is old was read. */
  backupSeen = $state(false);
  /** A file hovers over the window. */
  hovering = $state(false);
  /** The camera found something: held up still, it would be found again at once, so that it rests until asked. */
  resting = $state(false);

  #timer: ReturnType<typeof setTimeout> | undefined;
  #restored = false;
  /** What was handed over is being asked for. */
  #taking = false;
  /** The vault was made in this window, and its recovery key was not shown yet. */
  #fresh = false;
  /** Numbers the questions for the state. */
  #asked = 0;
  /** The newest question that was answered: answers to older ones are thrown away. */
  #answered = 0;

  /** Hears everything and asks for the state; gives back how to stop. */
  start(): () => void {
    const program = host();
    const heard = [
      program.on('state_changed', () => void this.refresh()),
      program.on('codes_changed', () => this.state?.phase === 'unlocked' && void codes.refresh()),
      program.on('found', (findings) => this.find(findings)),
      program.on('failed', (fault) => this.fail(fault)),
      program.on('show', (show) => this.go(show)),
      program.on('hover', (hovering) => (this.hovering = hovering)),
    ];
    void Promise.allSettled(heard).then(async (all) => {
      // Only now: what happened before all was heard is in the state.
      await this.refresh();
      const deaf = all.find((one) => one.status === 'rejected');
      if (deaf) toasts.fail(deaf.reason);
    });
    return () => heard.forEach((one) => void one.then((stop) => stop()).catch(() => undefined));
  }

  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const state = await host().state();
      if (this.#isNewest(number)) this.#take(state);
    } catch (thrown) {
      if (this.#isNewest(number)) this.broken = asFault(thrown);
    }
  }

  #isNewest(number: number): boolean {
    if (number < this.#answered) return false;
    this.#answered = number;
    return true;
  }

  /** Waits for a command that changes the state, and asks for it: its event may be late. */
  async after(command: Promise<void>): Promise<void> {
    await command;
    await this.refresh();
  }

  /** Locks; from now on nothing is remembered. */
  lock(): void {
    clearTimeout(this.#timer);
    void this.after(host().lock()).catch(toasts.fail);
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
    if (state.phase !== before) {
      if (state.phase === 'unlocked') codes.start();
      else this.#close(before === 'unlocked');
    }
    if (state.phase !== 'unlocked') this.#fresh = state.phase === 'fresh';
    else if (this.#fresh && state.recovery_pending && state.recovery_at_hand) {
      // The recovery key is the next step, not a banner.
      this.#fresh = false;
      this.recovery = 'show';
    }
  }

  #close(locked: boolean): void {
    codes.stop();
    toasts.clear();
    this.findings = null;
    this.account = null;
    this.recovery = null;
    this.trying = null;
    this.failed = null;
    this.resting = false;
    if (!locked) return;
    // The program has forgotten where the page was, and so has the page.
    clearTimeout(this.#timer);
    this.show = 'codes';
    this.search = '';
    this.scroll = 0;
  }

  #theme({ theme }: SettingsView): void {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  /** Opens a view. */
  go(show: Show): void {
    this.failed = null;
    this.account = null;
    this.resting = false;
    this.show = show;
    this.remember();
  }

  /** Something was found. */
  find(findings: FindingsView): void {
    this.failed = null;
    this.hovering = false;
    this.account = null;
    if (findings.source === 'camera') this.resting = true;
    this.findings = findings;
  }

  /** Something was dropped and could not be used: said where the other ways are one click away. */
  fail(fault: Fault): void {
    this.hovering = false;
    // Nothing can be added now: where the page is and what it says stay as they are.
    if (this.state?.phase !== 'unlocked') return toasts.say(faultText(fault).what, { tone: 'bad', testid: 'fault' });
    this.findings = null;
    this.go(fault.code.includes('screen') ? 'add_screen' : 'add_picture');
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

  /** Takes what was handed to the program from elsewhere. */
  async take(): Promise<void> {
    if (this.#taking) return;
    this.#taking = true;
    try {
      const findings = await host().handed();
      if (findings) this.find(findings);
    } catch (thrown) {
      this.fail(asFault(thrown));
    }
    this.#taking = false;
    await this.refresh();
  }

  /** Tells the program, after a while, what to give back to the next window. */
  remember(): void {
    clearTimeout(this.#timer);
    if (this.state?.phase !== 'unlocked') return;
    this.#timer = setTimeout(() => {
      const { show, search, scroll } = this;
      void host().remember({ show, search, scroll: Math.max(0, Math.round(scroll)) }).catch(() => undefined);
    }, REMEMBER);
  }
}

export const app = new App();
