import { expect, test } from './page';

test('from the list to a new account and back, without a pointer', async ({ page, ui }) => {
  await ui.open('accounts=5');
  await page.keyboard.press('ArrowDown');
  const main = page.locator('[data-testid=code-row] .main');
  await expect(main.nth(0)).toBeFocused();
  await page.keyboard.press('End');
  await expect(main.nth(4)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('copy-toast')).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('search')).toBeFocused();

  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+n');
  await expect(page.getByTestId('tab-camera')).toHaveAttribute('aria-selected', 'true');
  await page.getByTestId('tab-camera').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('tab-screen')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('tab-type')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('type-issuer')).toBeFocused();
  await page.keyboard.type('Forge');
  await page.keyboard.press('Tab');
  await page.keyboard.type('mira');
  await page.keyboard.press('Tab');
  await page.keyboard.type('JBSWY3DPEHPK3PXP');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('confirm-add')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('added-copy')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('code-row')).toHaveCount(6);
});

test('the short cuts', async ({ page, ui }) => {
  await ui.open('accounts=5');
  await page.keyboard.press('/');
  await expect(page.getByTestId('search')).toBeFocused();
  await expect(page.getByTestId('search')).toHaveValue('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+f');
  await expect(page.getByTestId('search')).toBeFocused();
  await page.keyboard.press('Control+,');
  await expect(page.getByTestId('settings-page')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('F2');
  await expect(page.getByTestId('rename')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('account-sheet')).toHaveCount(0);
  await expect(page.locator('[data-testid=code-row] .main').first()).toBeFocused();
  await page.keyboard.press('Control+q');
  await expect.poll(() => ui.calls('quit')).toHaveLength(1);
  await page.keyboard.press('Control+l');
  await expect(page.getByTestId('unlock-password')).toBeFocused();
});

test('a dialog keeps the keys for itself', async ({ page, ui }) => {
  await ui.open('accounts=5');
  await page.getByTestId('account-menu').first().click();
  await page.keyboard.press('Control+n');
  await expect(page.getByTestId('account-sheet')).toBeVisible();
  await expect(page.getByTestId('add-page')).toHaveCount(0);
});

test('right to left everything changes sides, and the arrows too', async ({ page, ui }) => {
  await ui.open('accounts=5');
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('[data-testid=code-row] .main').nth(1)).toBeFocused();
  const [add, search] = await Promise.all([page.getByTestId('add').boundingBox(), page.getByTestId('search').boundingBox()]);
  expect(add?.x).toBeLessThan(search?.x ?? 0);
});

test('short cuts work where the layout is not Latin', async ({ page, ui }) => {
  const press = (key: string, code: string, more: object = {}) =>
    page.evaluate(([key, code, more]) => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...more }));
    }, [key, code, more] as const);
  await ui.open('accounts=5');
  await press('а', 'KeyF', { ctrlKey: true });
  await expect(page.getByTestId('search')).toBeFocused();
  await press('т', 'KeyN', { ctrlKey: true });
  await expect(page.getByTestId('add-page')).toBeVisible();
  // Esc that belongs to an input method leaves the page as it is.
  await press('Escape', 'Escape', { isComposing: true });
  await expect(page.getByTestId('add-page')).toBeVisible();
  await press('Escape', 'Escape');
  await expect(page.getByTestId('codes')).toBeVisible();
  await press('д', 'KeyL', { ctrlKey: true });
  await expect(page.getByTestId('unlock')).toBeVisible();
});

test('back from a page, letters search and arrows move', async ({ page, ui }) => {
  await ui.open('accounts=5');
  for (const view of ['settings', 'add']) {
    await page.getByTestId(view).click();
    await page.getByTestId('back').click();
    await expect(page.getByTestId('codes')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('[data-testid=code-row] .main').first()).toBeFocused();
  }
  await page.getByTestId('settings').click();
  await page.keyboard.press('Escape');
  await page.keyboard.type('git');
  await expect(page.getByTestId('search')).toHaveValue('git');
});

test('what fails behind a key is said', async ({ page, ui }) => {
  await ui.open('accounts=5&fault=internal&from=quit');
  await page.keyboard.press('Control+q');
  await expect(page.getByTestId('fault')).toContainText('should not');
  await ui.open('accounts=5&fault=internal&from=lock');
  await page.getByTestId('lock').click();
  await expect(page.getByTestId('fault')).toContainText('should not');
  await ui.open('notice=tray_missing&fault=internal&from=dismiss_notice');
  await page.getByTestId('notice').getByRole('button').click();
  await expect(page.getByTestId('fault')).toContainText('should not');
});
