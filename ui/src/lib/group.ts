/**
 * Splits a code into groups that a person reads at a glance: 123 456, 123 4567, 1234 5678,
 * 123 456 789, 12345 67890. Five characters (Steam) stay in one piece.
 */
export function groups(code: string): string[] {
  const sizes: Record<number, number[]> = {
    6: [3, 3],
    7: [3, 4],
    8: [4, 4],
    9: [3, 3, 3],
    10: [5, 5],
  };
  const found: string[] = [];
  let at = 0;
  for (const size of sizes[code.length] ?? [code.length]) {
    found.push(code.slice(at, at + size));
    at += size;
  }
  return found;
}
