/** "30 seconds", "1 minute", "2 minutes", "1 hour". */
export function duration(seconds: number): string {
  const units: [number, string][] = [
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ];
  for (const [size, name] of units) {
    if (seconds >= size && seconds % size === 0) {
      const count = seconds / size;
      return `${count} ${name}${count === 1 ? '' : 's'}`;
    }
  }
  return `${seconds} seconds`;
}

/** Whole days until a moment, rounded up; both in Unix seconds. */
export function daysUntil(moment: number, now: number): number {
  return Math.max(0, Math.ceil((moment - now) / 86_400));
}

/** "gone in 12 days". */
export function goneIn(moment: number, now: number): string {
  const days = daysUntil(moment, now);
  return days === 0 ? 'gone today' : `gone in ${days} ${days === 1 ? 'day' : 'days'}`;
}

/** "today", "yesterday", "12 days ago"; both in Unix seconds. By days that have passed, not by the calendar's. */
export function ago(moment: number, now: number): string {
  const days = Math.max(0, Math.floor((now - moment) / 86_400));
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
}

const long = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' });
const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** A moment with its time of day; Unix seconds. */
export const dateTime = (moment: number): string => long.format(moment * 1000);

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A moment with its seconds, where several fall into one minute; Unix seconds. */
export const dateTimeExact = (moment: number): string => exact.format(moment * 1000);

/** A day; Unix seconds. */
export const date = (moment: number): string => short.format(moment * 1000);
