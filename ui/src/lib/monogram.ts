const letters = /[\p{L}\p{N}]/u;

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const graphemes = (text: string) => [...segments.segment(text)].map(({ segment }) => segment);

/** One or two letters that stand for an account. */
export function monogram(issuer: string, label: string): string {
  const name = issuer.trim() || label.trim();
  const words = name.split(/[\s\-_.·:/@|]+/u).filter((word) => letters.test(word));
  const first = graphemes(words[0] ?? '').find((sign) => letters.test(sign));
  if (!first) return '#';
  const second = graphemes(words[1] ?? '').find((sign) => letters.test(sign));
  return (first + (second ?? '')).toLocaleUpperCase();
}

/** How many colours there are in the palette (tokens.css: --tint-0 …). */
export const TINTS = 10;

/** The colour of an issuer: always the same one for the same name. */
export function tint(issuer: string, label: string): number {
  let hash = 2166136261;
  for (const sign of (issuer.trim() || label.trim()).toLowerCase()) {
    hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16777619);
  }
  return (hash >>> 0) % TINTS;
}
