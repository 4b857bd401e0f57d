import type { TypedOptions } from '../host/wire';

/** What nearly every site means when it names no options. */
export const USUAL: TypedOptions = { kind: 'totp', algorithm: 'SHA1', digits: 6, period: 30, counter: 0 };

/** Whether anything was chosen that has to be said. */
export const unusual = (options: TypedOptions): boolean =>
  (Object.keys(USUAL) as (keyof TypedOptions)[]).some((name) => options[name] !== USUAL[name]);

/** The option that cannot be sent, and why. An empty field of numbers holds null or nothing. */
export function wrongOption({ kind, counter, period }: TypedOptions): { name: 'counter' | 'period'; why: string } | null {
  const whole = (number: unknown, least: number, most: number) =>
    Number.isInteger(number) && (number as number) >= least && (number as number) <= most;
  if (kind === 'hotp' && !whole(counter, 0, Number.MAX_SAFE_INTEGER)) {
    return { name: 'counter', why: 'The first counter is a whole number, 0 or more.' };
  }
  if (kind === 'totp' && !whole(period, 1, 86_400)) {
    return { name: 'period', why: 'The seconds are a whole number from 1 to 86400.' };
  }
  return null;
}
