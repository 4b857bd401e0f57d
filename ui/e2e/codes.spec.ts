import { expect, test } from './page';

const digits = /^\d{6}$/;

test('a row shows the code as digits alone and copies with one click', async ({ page, ui }) => {
  await ui.open('at=5');
  const row = page.getByTestId('code-row').first();
  await expect(row.getByTestId('code')).toHaveText(digits);
  await row.getByTestId('code').click();
  await expect(page.getByTestId('copy-toast')).toHaveText('Copied — clears in 30 s');
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toHaveCount(1);
  expect(await ui.calls('copy')).toEqual([{ id: await row.getAttribute('data-id'), which: 'current', shown_until: null }]);
});

test('the codes are for good eyes, weak eyes and no eyes', async ({ page, ui }) => {
  await ui.open('accounts=17&at=5');
  await ui.accessible();
  await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
  await ui.accessible();
  const main = page.getByTestId('code-row').first().getByRole('button').first();
  await expect(main).toHaveAccessibleName('Copy the code of GitHub, mira.okafor');
  await expect(main).toHaveAccessibleDescription(/^\d \d \d, \d \d \d$/);
});

test('the ring goes down by a second at a time, and a new code comes when it is over', async ({ page, ui }) => {
  await ui.openFrozen('accounts=1&at=20');
  const ring = page.getByTestId('ring');
  await expect(ring).toHaveAttribute('data-left', '10');
  await page.clock.runFor(1_020);
  await expect(ring).toHaveAttribute('data-left', '9');
  const before = await page.getByTestId('code').textContent();
  await page.clock.runFor(5_000);
  const next = page.getByTestId('copy-next');
  await expect(next).toBeVisible();
  const promised = (await next.textContent())?.replace(/\D/g, '');
  await page.clock.runFor(5_000);
  await expect(next).toHaveCount(0);
  await expect(page.getByTestId('code')).not.toHaveText(before ?? '');
  await expect(page.getByTestId('code')).toHaveText(promised ?? '');
});

test('near the end the row copies this code and the small one the next', async ({ page, ui }) => {
  await ui.openFrozen('accounts=1&at=27');
  await page.getByTestId('copy-next').click();
  await expect(page.getByTestId('copy-toast')).toContainText('Next code copied');
  await page.getByTestId('code').click();
  const asked = (await ui.calls('copy')) as { which: string; shown_until: number | null }[];
  expect(asked.map(({ which }) => which)).toEqual(['next', 'current']);
  // By when the code that was shown ends, the program knows which one the next one is.
  expect(asked[0]?.shown_until).toBeGreaterThan(1_000_000_000);
});

test('typing anywhere searches, Enter copies the best, Esc clears', async ({ page, ui }) => {
  await ui.open('accounts=60');
  await page.keyboard.type('gith');
  await expect(page.getByTestId('search')).toHaveValue('gith');
  await expect(page.getByTestId('code-row')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('copy-toast')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('search')).toHaveValue('');
  await expect(page.getByTestId('code-row')).toHaveCount(60);
});

test('a search without a match says so and leads back', async ({ page, ui }) => {
  await ui.open('accounts=5');
  await page.keyboard.type('zzz');
  await expect(page.getByTestId('no-match')).toContainText('zzz');
  await ui.accessible();
  await page.getByRole('button', { name: 'Clear the search', exact: true }).last().click();
  await expect(page.getByTestId('code-row')).toHaveCount(5);
});

test('hostile names are text, long names are cut, and nothing escapes its row', async ({ page, ui }) => {
  await page.setViewportSize({ width: 360, height: 480 });
  await ui.open('accounts=17');
  await expect(page.getByText('<b>Bold</b><img src=x onerror=alert(1)>', { exact: true })).toBeVisible();
  expect(await page.locator('[data-testid=code-row] img, [data-testid=code-row] b, [data-testid=code-row] script').count()).toBe(0);
  for (const row of await page.getByTestId('code-row').all()) {
    expect(await row.evaluate((element) => element.scrollWidth <= element.clientWidth + 1)).toBe(true);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expect(page.getByText('بنك الخليج')).toHaveCSS('direction', 'rtl');
});

test('hidden codes show where the pointer or the focus is, and only there', async ({ page, ui }) => {
  await ui.open('accounts=5&hide=1');
  const group = (at: number) => page.getByTestId('code').nth(at).locator('span').first();
  await expect(group(1)).toHaveCSS('opacity', '0');
  await page.getByTestId('code-row').nth(1).hover();
  await expect(group(1)).toHaveCSS('opacity', '1');
  await expect(group(2)).toHaveCSS('opacity', '0');
  await page.mouse.move(0, 0);
  await page.keyboard.press('ArrowDown');
  await expect(group(0)).toHaveCSS('opacity', '1');
});

test('an account by counter moves on when asked', async ({ page, ui }) => {
  await ui.open('accounts=5');
  const row = page.getByTestId('code-row').filter({ hasText: 'Hetzner' });
  const before = await row.getByTestId('code').textContent();
  await expect(row.getByTestId('ring')).toHaveCount(0);
  await row.getByTestId('advance').click();
  await expect(row.getByTestId('code')).not.toHaveText(before ?? '');
});

test('no account: four ways to begin', async ({ page, ui }) => {
  await ui.open('accounts=0');
  await ui.accessible();
  for (const [way, tab] of [['add_picture', 'tab-picture'], ['add_text', 'tab-text'], ['add_type', 'tab-type'], ['add_camera', 'tab-camera']]) {
    await page.getByTestId(`way-${way}`).click();
    await expect(page.getByTestId(tab ?? '')).toHaveAttribute('aria-selected', 'true');
    await page.getByTestId('back').click();
  }
});

test('ten thousand accounts: only those in sight are drawn, and the last is reached by key', async ({ page, ui }) => {
  await ui.open('accounts=10000');
  await expect(page.getByTestId('code-row').first()).toBeVisible();
  expect(await page.getByTestId('code-row').count()).toBeLessThan(80);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(page.locator('[data-at="9999"] .main')).toBeFocused();
  await page.keyboard.type('9998');
  await expect(page.getByTestId('code-row').first()).toContainText('9998');
});

test('the window comes back as it was left', async ({ page, ui }) => {
  await page.setViewportSize({ width: 400, height: 640 });
  await ui.open('accounts=60&show=codes&scroll=600');
  await expect.poll(() => page.locator('.view').evaluate(({ scrollTop }) => scrollTop)).toBe(600);
  await page.keyboard.type('git');
  await expect.poll(() => ui.calls('remember')).toContainEqual({ show: 'codes', search: 'git', scroll: 0 });
  await ui.open('accounts=60&show=codes&search=lab');
  await expect(page.getByTestId('search')).toHaveValue('lab');
  await expect(page.getByTestId('code-row').first()).toContainText('GitLab');
});

test('the program is told once that the page has painted', async ({ page, ui }) => {
  await ui.open('accounts=5');
  await expect.poll(() => ui.calls('page_ready')).toHaveLength(1);
  await page.keyboard.press('Control+l');
  await expect(page.getByTestId('unlock')).toBeVisible();
  expect(await ui.calls('page_ready')).toHaveLength(1);
});

test('notices are said until they are dismissed', async ({ page, ui }) => {
  await ui.open('notice=tray_missing');
  await page.getByTestId('notice').getByRole('button').click();
  await expect(page.getByTestId('notice')).toHaveCount(0);
});

test('codes that do not come are a fault, not an empty vault', async ({ page, ui }) => {
  await ui.open('accounts=5&fault=internal&times=1');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'internal');
  await expect(page.getByTestId('empty')).toHaveCount(0);
  await expect.poll(() => ui.calls('page_ready')).toHaveLength(1);
  await ui.accessible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('code-row')).toHaveCount(5);
  await expect(page.getByTestId('fault')).toHaveCount(0);
});

test('a hidden next code is legible under the same pointer', async ({ page, ui }) => {
  await ui.openFrozen('accounts=1&hide=1&at=27');
  const group = page.getByTestId('next-code').locator('span').first();
  await expect(group).toHaveCSS('opacity', '0');
  await page.getByTestId('code-row').hover();
  await expect(group).toHaveCSS('opacity', '1');
});

test('scrolling is not scrolled back', async ({ page, ui }) => {
  await page.setViewportSize({ width: 400, height: 640 });
  await ui.open('accounts=60');
  const view = page.locator('.view');
  // Counts who writes the position from now on.
  await view.evaluate((element) => {
    const { get, set } = Object.getOwnPropertyDescriptor(Element.prototype, 'scrollTop') ?? {};
    element.setAttribute('data-writes', '0');
    Object.defineProperty(element, 'scrollTop', {
      get: () => get?.call(element),
      set: (top) => {
        element.setAttribute('data-writes', String(Number(element.getAttribute('data-writes')) + 1));
        set?.call(element, top);
      },
    });
  });
  await view.hover();
  await page.mouse.wheel(0, 500);
  await expect.poll(() => ui.calls('remember')).toContainEqual({ show: 'codes', search: '', scroll: 500 });
  await expect(view).toHaveAttribute('data-writes', '0');
});

test('what is said in passing lies in the newest dialog, can be pressed there and is heard', async ({ page, ui }) => {
  await ui.open('accounts=5');
  await page.getByTestId('account-menu').first().click();
  await page.getByTestId('delete').click();
  await expect(page.getByTestId('deleted-toast')).toContainText(/GitHub. is in the trash/);
  await page.getByTestId('account-menu').first().click();
  const sheet = page.getByTestId('account-sheet');
  await expect(sheet.getByRole('status').filter({ hasText: 'is in the trash' })).toHaveCount(1);
  await expect(page.getByTestId('deleted-toast')).toHaveCount(1);
  await ui.accessible();
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('code-row')).toHaveCount(5);
});

test('the same words once more are heard once more', async ({ page, ui }) => {
  await ui.open('accounts=5');
  const said = page.getByRole('status').filter({ hasText: 'Copied' }).locator('span');
  await page.getByTestId('code').first().click();
  const before = await said.elementHandle();
  await page.getByTestId('code').first().click();
  await expect.poll(() => before?.evaluate((element) => element.isConnected)).toBe(false);
  await expect(said).toHaveText('Copied — clears in 30 s');
});

test('short cuts are named as the system names them', async ({ page, ui }) => {
  await ui.open('system=macos');
  await expect(page.getByTestId('add')).toHaveAttribute('title', 'Add an account (⌘N)');
  await ui.open('show=add_picture');
  await expect(page.getByTestId('picture-paste')).toHaveText('Paste Ctrl+V');
});
