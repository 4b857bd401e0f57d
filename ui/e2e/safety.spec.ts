import { expect, test } from './page';

test('a folder is chosen, its backup is said to be tried, and it stops when asked', async ({ page, ui }) => {
  await ui.open('show=settings');
  await expect(page.getByText('If this disk dies, the vault dies with it.')).toBeVisible();
  await page.getByTestId('backup-choose').click();
  await expect(page.getByTestId('backup-toast')).toContainText('opened');
  await expect(page.getByTestId('backup-folder')).toContainText('STICK');
  await expect(page.getByTestId('backup-age')).toContainText('today');
  await ui.accessible();
  await page.getByTestId('backup-now').click();
  expect(await ui.calls('backup_now')).toHaveLength(1);
  await page.getByTestId('backup-stop').click();
  await expect(page.getByTestId('backup-folder')).toHaveCount(0);
});

test('a backup that fails says why where it is made, and a dialog that was closed says nothing', async ({ page, ui }) => {
  await ui.open('show=settings&fault=backup_same_folder&from=backup_choose');
  await page.getByTestId('backup-choose').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'backup_same_folder');
  await expect(page.getByTestId('backup-folder')).toHaveCount(0);
  await ui.accessible();
});

test('an old backup is noted quietly, and the note goes away when it was read', async ({ page, ui }) => {
  await ui.open('backup=12&fault=backup_folder_gone&from=backup_now');
  await expect(page.getByTestId('backup-banner')).toContainText('12 days ago');
  await ui.accessible();
  // It stands in nobody's way.
  await expect(page.getByTestId('code-row')).toHaveCount(5);
  await page.getByTestId('backup-banner-dismiss').click();
  await expect(page.getByTestId('backup-banner')).toHaveCount(0);
  // Why it is old stands in the settings.
  await ui.open('backup=12&show=settings&fault=backup_folder_gone&from=backup_now');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'backup_folder_gone');
  await ui.open('backup=3');
  await expect(page.getByTestId('backup-banner')).toHaveCount(0);
});

test('a password that was not typed for weeks is asked for, by keyboard alone, and can be put off', async ({ page, ui }) => {
  await ui.open('check=password');
  await ui.accessible();
  await page.getByTestId('check-try').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('try-secret')).toBeFocused();
  await ui.accessible();
  await page.keyboard.type('wrong one');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'wrong_password');
  await expect(page.getByTestId('try-secret')).toBeFocused();
  await page.keyboard.type('correct horse');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('try-works')).toContainText('It works');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('try-sheet')).toHaveCount(0);
  await expect(page.getByTestId('check-banner')).toHaveCount(0);
  expect((await ui.calls('unlock')).at(-1)).toEqual({ way: 'password', secret: 'correct horse', purpose: 'check' });

  await ui.open('check=password');
  await page.getByTestId('check-banner-dismiss').click();
  await expect(page.getByTestId('check-banner')).toHaveCount(0);
  expect(await ui.calls('put_off_check')).toHaveLength(1);
});

test('whoever has forgotten the password is led to where another is set', async ({ page, ui }) => {
  await ui.open('check=password');
  await page.getByTestId('check-try').click();
  await page.getByTestId('try-lost').click();
  await expect(page.getByTestId('settings-page')).toBeVisible();
});

test('the recovery key is tried, and when it worked is shown', async ({ page, ui }) => {
  await ui.open('show=settings');
  await page.getByTestId('try-recovery').click();
  await page.getByTestId('try-secret').fill('0000');
  await page.getByTestId('try-submit').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'recovery_key_typo');
  await page.getByTestId('try-secret').fill('ABCD');
  await page.getByTestId('try-submit').click();
  await expect(page.getByTestId('try-works')).toBeVisible();
  await page.getByTestId('try-done').click();
  await expect(page.getByText('it worked on')).toBeVisible();
  // Nothing to try where it was not kept yet.
  await ui.open('show=settings&recovery=hand');
  await expect(page.getByTestId('try-recovery')).toHaveCount(0);
});

test('an earlier state shows what it would change before it does, and is undone', async ({ page, ui }) => {
  await ui.open('show=settings');
  await page.getByTestId('history').click();
  await expect(page.getByTestId('go-back')).toBeDisabled();
  await page.getByTestId('history-row').nth(4).check();
  await expect(page.getByTestId('preview-back')).toHaveAttribute('data-count', '4');
  await expect(page.getByTestId('preview-gone')).toHaveAttribute('data-count', '1');
  await expect(page.getByTestId('preview-renamed')).toHaveAttribute('data-count', '1');
  expect(await ui.calls('go_back')).toHaveLength(0);
  await ui.accessible();
  await page.getByTestId('go-back').click();
  await page.getByTestId('went-back-undo').click();
  await expect.poll(() => ui.calls('go_back')).toEqual([{ id: 'generation-4' }, { id: 'generation-0' }]);
});

test('an earlier state that is the same cannot be gone back to, and one without a key says so', async ({ page, ui }) => {
  await ui.open('show=settings');
  await page.getByTestId('history').click();
  await page.getByTestId('history-row').first().check();
  await expect(page.getByTestId('preview')).toContainText('nothing to go back to');
  await expect(page.getByTestId('go-back')).toBeDisabled();
  await ui.open('show=settings&fault=generation_keys_gone');
  await page.getByTestId('history').click();
  await page.getByTestId('history-row').nth(2).check();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'generation_keys_gone');
  await expect(page.getByTestId('go-back')).toBeDisabled();
});

test('entries that are kept aside are listed, and saved after a proof', async ({ page, ui }) => {
  await ui.open('quarantined=3');
  await page.getByTestId('odd').click();
  await expect(page.getByTestId('odd-row')).toHaveCount(3);
  await ui.accessible();
  await page.getByTestId('odd-save').click();
  await page.getByTestId('reveal-password').fill('correct horse');
  await page.getByTestId('reveal-submit').click();
  await expect(page.getByTestId('odd-toast')).toContainText('entries.json');
});
