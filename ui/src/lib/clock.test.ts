import { expect, test } from 'vitest';
import { Clock, nearEnd, secondsLeft } from './clock';

test('goes on from the time that the program told', () => {
  let steady = 5_000;
  const clock = new Clock(() => steady);
  expect(clock.now()).toBe(0);
  clock.set(1_700_000_000_250);
  expect(clock.now()).toBe(1_700_000_000_250);
  steady += 1_000;
  expect(clock.now()).toBe(1_700_000_001_250);
});

test('waits until just after the next whole second', () => {
  const clock = new Clock(() => 0);
  clock.set(1_700_000_000_250);
  expect(clock.untilNextSecond()).toBe(765);
  clock.set(1_700_000_000_000);
  expect(clock.untilNextSecond()).toBe(1015);
});

test('never counts below zero', () => {
  expect(secondsLeft(100, 70)).toBe(30);
  expect(secondsLeft(100, 100)).toBe(0);
  expect(secondsLeft(100, 200)).toBe(0);
});

test('the end is near under five seconds, sooner for short periods', () => {
  expect(nearEnd(5, 30)).toBe(false);
  expect(nearEnd(4, 30)).toBe(true);
  expect(nearEnd(3, 6)).toBe(false);
  expect(nearEnd(2, 6)).toBe(true);
  expect(nearEnd(1, 1)).toBe(false);
});

test('the two clocks part when the computer sleeps or its clock is set', () => {
  let [steady, wall] = [5_000, 1_000_000];
  const clock = new Clock(
    () => steady,
    () => wall,
  );
  wall += 60_000;
  expect(clock.jumped()).toBe(false);
  clock.set(1_700_000_000_000);
  steady += 30_000;
  wall += 31_900;
  expect(clock.jumped()).toBe(false);
  wall += 200;
  expect(clock.jumped()).toBe(true);
  clock.set(1_700_000_000_000);
  expect(clock.jumped()).toBe(false);
  wall -= 3_600_000;
  expect(clock.jumped()).toBe(true);
});
