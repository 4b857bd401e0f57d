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
