/** What search looks at. */
export interface Searchable {
  issuer: string;
  issuer_in_label: string | null;
  label: string;
}

/** Small letters without accents, in the shape in which words are compared. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase();
}

const startsWord = (text: string, at: number) => at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));

/** How well one word fits a text: 0 not at all, 3 at its very beginning. */
function fit(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  if (at === 0) return 3;
  for (let next = at; next >= 0; next = text.indexOf(word, next + 1)) if (startsWord(text, next)) return 2;
  return 1;
}

/** Whether the letters of `word` occur in order: "gthb" for GitHub. The last resort, from three letters on. */
function inOrder(text: string, word: string): boolean {
  let at = 0;
  for (const letter of word) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** An account with its names folded once. */
export interface Indexed<T> {
  item: T;
  issuer: string;
  rest: string;
}

/** Folds the names of all accounts, once per change of the list. */
export function index<T extends Searchable>(items: readonly T[]): Indexed<T>[] {
  return items.map((item) => ({
    item,
    issuer: folded(item.issuer),
    rest: folded(`${item.label} ${item.issuer_in_label ?? ''}`),
  }));
}

/** The accounts in which every word of the query occurs, best first; equal ones keep their order. */
export function search<T extends Searchable>(indexed: readonly Indexed<T>[], query: string): T[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return indexed.map(({ item }) => item);
  const ranked: { item: T; score: number }[] = [];
  for (const { item, issuer, rest } of indexed) {
    let score = 0;
    for (const word of words) {
      const one = Math.max(fit(issuer, word) * 2, fit(rest, word) * 2 - 1);
      const points = one > 0 ? one : word.length >= 3 && inOrder(issuer, word) ? 0.5 : 0;
      if (points === 0) {
        score = 0;
        break;
      }
      score += points;
    }
    if (score > 0) ranked.push({ item, score });
  }
  return ranked.sort((a, b) => b.score - a.score).map(({ item }) => item);
}
