import type { Commands, Events } from './wire';

/** What the page can ask of the program, and hear from it. Failed commands reject with a `Fault`. */
export interface Host extends Commands {
  /** Hears an event until the given function is called; it is given when nothing of the event is missed any more. */
  on<E extends keyof Events>(event: E, hear: (payload: Events[E]) => void): Promise<() => void>;
}

let current: Host | undefined;

/** Chooses the host; once, before anything is shown. */
export function useHost(host: Host): void {
  current = host;
}

/** The host of this page. */
export function host(): Host {
  if (!current) throw new Error('no host was chosen');
  return current;
}
