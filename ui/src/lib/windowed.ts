/** Which rows of a long list are worth drawing. */
export interface Slice {
  /** Index of the first item. */
  start: number;
  /** Index after the last item. */
  end: number;
  /** Empty space above, px. */
  above: number;
  /** Empty space below, px. */
  below: number;
}

/** The slice of `count` items of equal height, in `columns` columns, that a scrolled view shows, and some more. */
export function slice(count: number, columns: number, row: number, scroll: number, view: number, spare = 6): Slice {
  const rows = Math.ceil(count / columns);
  const first = Math.min(rows, Math.max(0, Math.floor(scroll / row) - spare));
  const last = Math.min(rows, Math.ceil((scroll + view) / row) + spare);
  return {
    start: first * columns,
    end: Math.min(count, last * columns),
    above: first * row,
    below: Math.max(0, rows - last) * row,
  };
}
