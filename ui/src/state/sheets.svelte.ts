import { untrack } from 'svelte';

/** The sheets that lie over the page, the newest last. Only the newest can be pressed and is read aloud. */
class Sheets {
  #open = $state.raw<readonly string[]>([]);
  /** The id of the newest; null when there is none. */
  readonly top = $derived(this.#open.at(-1) ?? null);

  /** A sheet lies on top; gives back how to take it away. */
  lay(id: string): () => void {
    const rest = () => untrack(() => this.#open).filter((one) => one !== id);
    this.#open = [...rest(), id];
    return () => (this.#open = rest());
  }
}

export const sheets = new Sheets();
