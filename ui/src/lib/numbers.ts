/** "1, 3 to 5 and 9" */
export function listed(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === number) last[1] = number;
    else runs.push([number, number]);
  }
  const words = runs.flatMap(([first, last]) =>
    last - first > 1 ? [`${first} to ${last}`] : first === last ? [String(first)] : [String(first), String(last)],
  );
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? '');
}

/** "Codes 1 and 3 are missing." */
export function missing(numbers: readonly number[]): string {
  if (numbers.length === 0) return '';
  return numbers.length === 1 ? `Code ${numbers[0]} is missing.` : `Codes ${listed(numbers)} are missing.`;
}
