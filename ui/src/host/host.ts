import type { Commands, Events } from './wire';

/** What the page can ask of the program, and hear from it. Failed commands reject with a `Fault`. */
export interface Host extends Commands {
  /** Hears an event until the returned function is called. */
  on<E extends keyof Events>(event: E, hear: (payload: Events[E]) => void): () => void;
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
