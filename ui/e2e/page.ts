import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type Page } from '@playwright/test';
import type { Handle } from '../src/host/fake';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The page with the fake host, in the state that the query asks for. */
export interface Opened {
  open(query?: string): Promise<void>;
  /** Requests of a command so far. */
  calls(name: string): Promise<unknown[]>;
  /** Sends an event as the program would. */
  emit(event: string, payload: unknown): Promise<void>;
  /** Fails on what a screen reader or a reader with weak eyes stumbles over. */
  accessible(): Promise<void>;
}

interface AxeResult {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

function opened(page: Page): Opened {
  return {
    async open(query = '') {
      await page.goto(`/?${query}`);
      await page.locator('#app > *').first().waitFor();
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
