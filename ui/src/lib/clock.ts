/** How far the two clocks of the page may part before it asks for the time again, ms. */
const APART = 2_000;

/** Milliseconds of the program's clock, carried on by a clock that never jumps. */
export class Clock {
  #offset: number | undefined;
  /** Wall clock minus steady clock when the time was told. */
  #between = 0;
  readonly #steady: () => number;
  readonly #wall: () => number;

  constructor(steady: () => number = () => performance.now(), wall: () => number = () => Date.now()) {
    this.#steady = steady;
    this.#wall = wall;
  }

  /** Takes the program's time, in Unix milliseconds. */
  set(nowMs: number): void {
    this.#offset = nowMs - this.#steady();
    this.#between = this.#wall() - this.#steady();
  }

  /** The computer slept, in which the steady clock stands still, or its clock was set: the time told is worth nothing. */
  jumped(): boolean {
    return this.#offset !== undefined && Math.abs(this.#wall() - this.#steady() - this.#between) > APART;
  }

  /** Unix milliseconds; 0 before the program told them. */
  now(): number {
    return this.#offset === undefined ? 0 : this.#offset + this.#steady();
  }

  /** Milliseconds until just after the next whole second. */
  untilNextSecond(): number {
    return 1000 - (this.now() % 1000) + 15;
  }
}

/** Whole seconds that are left until `validUntil` (Unix seconds), at least 0, as a person counts them. */
export function secondsLeft(validUntil: number, second: number): number {
  return Math.max(0, validUntil - second);
}

/** From how many seconds on the next code is shown: under 5, or the last sixth of a very short period. */
export function nearEnd(left: number, period: number): boolean {
  return left < Math.min(5, Math.max(1, period / 2));
}
