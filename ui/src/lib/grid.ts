/**
 * Where a key leads from item `at` of `count` in `columns` columns: an index, -1 for out at the top,
 * or undefined when the key does not move. `page` is in rows.
 */
export function move(key: string, at: number, count: number, columns: number, page: number, rtl: boolean): number | undefined {
  const within = (index: number) => Math.max(0, Math.min(count - 1, index));
  const side = rtl ? -1 : 1;
  switch (key) {
    case 'ArrowDown':
      return at + columns < count ? at + columns : at;
    case 'ArrowUp':
      return at - columns >= 0 ? at - columns : -1;
    case 'ArrowRight':
      return columns > 1 ? within(at + side) : undefined;
    case 'ArrowLeft':
      return columns > 1 ? within(at - side) : undefined;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return within(at + page * columns);
    case 'PageUp':
      return within(at - page * columns);
    default:
      return undefined;
  }
}
