import { expect, test } from './page';

test('rename, pin, and the list follows', async ({ page, ui }) => {
  await ui.open('accounts=5');
  const row = page.getByTestId('code-row').filter({ hasText: 'Google' });
  await row.getByTestId('account-menu').click();
  await ui.accessible();
  await page.getByTestId('rename').fill('Alphabet');
  await page.getByTestId('rename-submit').click();
  await page.getByTestId('pin').click();
  await expect(page.getByTestId('pin')).toContainText('Unpin');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('code-row').first()).toContainText('Alphabet');
});

test('an account without any name is refused', async ({ page, ui }) => {
  await ui.open('accounts=1');
  await page.getByTestId('account-menu').click();
  await page.getByTestId('rename').fill('');
  await page.getByTestId('rename-label').fill('');
  await page.getByTestId('rename-submit').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'name_empty');
});

test('the QR code again: only after a fresh proof, for a minute', async ({ page, ui }) => {
  await ui.openFrozen('accounts=1&at=2');
  await page.getByTestId('account-menu').click();
  await page.getByTestId('show-qr').click();
  await expect(page.getByTestId('qr-picture')).toHaveCount(0);
  await page.getByTestId('reveal-password').fill('wrong');
  await page.getByTestId('reveal-submit').click();
  await page.clock.runFor(400);
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'wrong_password');
  await page.getByTestId('reveal-password').fill('correct horse');
  await page.getByTestId('reveal-submit').click();
  await page.clock.runFor(400);
  await expect(page.getByTestId('qr-picture')).toHaveAttribute('src', /^blob:/);
  expect(await ui.calls('unlock')).toContainEqual({ way: 'password', secret: 'correct horse', purpose: 'reveal' });
  await page.clock.runFor(10_000);
  await expect(page.getByTestId('qr-left')).toContainText('50 s');
  await page.clock.runFor(51_000);
  await expect(page.getByTestId('qr-picture')).toHaveCount(0);
});

test('delete, undo, delete, restore from the trash', async ({ page, ui }) => {
  await ui.open('accounts=5');
  const remove = async () => {
    await page.getByTestId('code-row').filter({ hasText: 'Proton' }).getByTestId('account-menu').click();
    await page.getByTestId('delete').click();
    await expect(page.getByTestId('code-row')).toHaveCount(4);
  };
  await remove();
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('code-row')).toHaveCount(5);
  await remove();
  await page.getByTestId('settings').click();
  await page.getByTestId('trash').click();
  await expect(page.getByTestId('trash-row')).toContainText('gone in 30 days');
  await ui.accessible();
  await page.getByTestId('restore').click();
  await expect(page.getByTestId('trash-empty')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('code-row')).toHaveCount(5);
});

test('the trash is asked for when accounts come or go, not with every new code', async ({ page, ui }) => {
  await ui.openFrozen('show=trash&at=27');
  await expect(page.getByTestId('trash-empty')).toBeVisible();
  await page.clock.runFor(1_000);
  const asked = async () => [(await ui.calls('codes')).length, (await ui.calls('trash')).length];
  const [codes = 0, trash] = await asked();
  await page.clock.runFor(70_000);
  expect((await asked())[0]).toBeGreaterThan(codes + 1);
  expect((await asked())[1]).toBe(trash);
});

test('the trash says where back leads', async ({ page, ui }) => {
  await ui.open('show=trash');
  await expect(page.getByTestId('back')).toHaveAccessibleName('Back to the settings');
  await page.getByTestId('back').click();
  await expect(page.getByTestId('settings-page')).toBeVisible();
  await expect(page.getByTestId('back')).toHaveAccessibleName('Back to the codes');
});

test('a name that was saved with spaces around it is saved', async ({ page, ui }) => {
  await ui.open('accounts=1');
  await page.getByTestId('account-menu').click();
  await page.getByTestId('rename').fill(' Forge ');
  await page.getByTestId('rename-submit').click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByTestId('rename-submit')).toHaveCount(0);
});

test('a press beside the sheet closes it, unless something was typed', async ({ page, ui }) => {
  await ui.open('accounts=1');
  await page.getByTestId('account-menu').click();
  await page.mouse.click(100, 400);
  await expect(page.getByTestId('account-sheet')).toHaveCount(0);
  await page.getByTestId('account-menu').click();
  await page.getByTestId('rename').fill('Forge');
  await page.mouse.click(100, 400);
  await expect(page.getByTestId('rename')).toHaveValue('Forge');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('account-sheet')).toHaveCount(0);
});

test('Enter right after opening closes nothing, and the focus follows the QR code', async ({ page, ui }) => {
  await ui.open('accounts=1');
  await page.getByTestId('account-menu').click();
  await expect(page.getByRole('heading', { name: 'Account' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByTestId('show-qr').click();
  await page.getByTestId('reveal-password').fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('qr-hide')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('show-qr')).toBeFocused();
});
