import { asFault, faultText } from '../lib/texts';

/** Something said in passing, at the foot of the window. */
export interface Toast {
  text: string;
  /** Hook for tests. */
  testid: string;
  tone: 'plain' | 'bad';
  action: { name: string; testid: string; run: () => void } | null;
}

const SHORT = 3_000;
const LONG = 10_000;

class Toasts {
  current = $state.raw<Toast | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Says something; what was said before gives way. With an action it stays longer. */
  say(text: string, more: Partial<Omit<Toast, 'text'>> = {}): void {
    clearTimeout(this.#timer);
    this.current = { text, testid: 'toast', tone: 'plain', action: null, ...more };
    const long = this.current.action !== null || this.current.tone === 'bad';
    this.#timer = setTimeout(() => this.clear(), long ? LONG : SHORT);
  }

  /** Says what went wrong where there is no better place for it. */
  readonly fail = (thrown: unknown): void => {
    const { what, next } = faultText(asFault(thrown));
    this.say(`${what} ${next}`, { tone: 'bad', testid: 'fault' });
  };

  clear(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }
}

export const toasts = new Toasts();
