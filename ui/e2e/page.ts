import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type Page } from '@playwright/test';
import type { Handle } from '../src/host/fake';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The page with the fake host, in the state that the query asks for. */
export interface Opened {
  open(query?: string): Promise<void>;
  /** The same with the clock standing still: only `page.clock.runFor` moves it. */
  openFrozen(query?: string): Promise<void>;
  /** Requests of a command so far. */
  calls(name: string): Promise<unknown[]>;
  /** Sends an event as the program would. */
  emit(event: string, payload: unknown): Promise<void>;
  /** Lets a command go on that `hold=` keeps waiting. */
  release(command: string): Promise<void>;
  /** Fails on what a screen reader or a reader with weak eyes stumbles over. */
  accessible(): Promise<void>;
}

interface AxeResult {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** When pages with a frozen clock open: the beginning of a half minute. */
const MORNING = new Date('2026-11-24T10:00:00Z');

function opened(page: Page): Opened {
  const open = async (query = '') => {
    await page.goto(`/?${query}`);
    await page.locator('#app > *').first().waitFor();
  };
  return {
    open,
    async openFrozen(query) {
      // From install to pauseAt time flows, and it can only be stopped at a moment that is still to come.
      await page.clock.install({ time: MORNING.getTime() - 60_000 });
      await page.clock.pauseAt(MORNING);
      await open(query);
    },
    calls: (name) =>
      page.evaluate((wanted) => {
        const { fake } = window as unknown as { fake: Handle };
        return fake.calls.filter(([called]) => called === wanted).map(([, request]) => request);
      }, name),
    emit: (event, payload) =>
      page.evaluate(
        ([name, value]) => (window as unknown as { fake: { emit(name: unknown, value: unknown): void } }).fake.emit(name, value),
        [event, payload] as const,
      ),
    release: (command) => page.evaluate((name) => (window as unknown as { fake: Handle }).fake.release(name), command),
    async accessible() {
      // What just appeared is still on its way in.
      await page.waitForTimeout(250);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        (window as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
          // A row's name has the account's names; its code is the description, spelt digit by digit.
          rules: { 'label-content-name-mismatch': { enabled: false } },
        }),
      );
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`));
      expect(found).toEqual([]);
    },
  };
}

/**
 * Every test fails on an exception, an error in the console, a violation of the content security policy, or a dialog
 * (which is what a hostile name would open). Object.prototype is frozen, as in the real window.
 */
export const test = base.extend<{ ui: Opened }>({
  ui: async ({ page }, use) => {
    const trouble: string[] = [];
    page.on('pageerror', ({ message }) => trouble.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') trouble.push(message.text());
    });
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.addInitScript(() => {
      Object.freeze(Object.prototype);
      addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
        const { error } = console;
        error(`policy violated: ${violatedDirective}`);
      });
    });
    await use(opened(page));
    expect(trouble).toEqual([]);
  },
});

export { expect };
