import { expect, test } from './page';

test('the keyring makes the vault with one press, then the recovery key is a picture', async ({ page, ui }) => {
  await ui.open('fake=fresh');
  await expect(page.getByTestId('welcome-keyring')).toContainText('GNOME Keyring');
  await ui.accessible();
  await page.getByTestId('welcome-keyring').click();
  const picture = page.getByTestId('recovery-picture');
  await expect(picture).toHaveAttribute('src', /^blob:/);
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100);
  await ui.accessible();
  await page.getByTestId('recovery-save').click();
  await expect(page.getByText('Countersign recovery.png')).toBeVisible();
  await page.getByTestId('recovery-print').click();
  await page.getByTestId('recovery-done').click();
  await expect(page.getByTestId('empty')).toBeVisible();
  await expect(page.getByTestId('recovery-banner')).toHaveCount(0);
  expect(await ui.calls('recovery_done')).toHaveLength(1);
});

test('later means a banner until it is done', async ({ page, ui }) => {
  await ui.open('fake=fresh');
  await page.getByTestId('welcome-keyring').click();
  await page.getByTestId('recovery-later').click();
  await expect(page.getByTestId('recovery-banner')).toBeVisible();
  await page.getByTestId('recovery-show').click();
  await expect(page.getByTestId('recovery-picture')).toBeVisible();
  await page.getByTestId('recovery-done').click();
  await expect(page.getByTestId('recovery-banner')).toHaveCount(0);
});

test('where no keyring answers, the password is there and the reason is said', async ({ page, ui }) => {
  await ui.open('fake=fresh&keyring=missing');
  await expect(page.getByTestId('welcome-keyring')).toBeDisabled();
  await expect(page.getByTestId('welcome-keyring')).toContainText('No keyring answers');
  await page.getByTestId('welcome-password').click();
  await expect(page.getByTestId('password-keyring')).toHaveCount(0);
});

test('a password is checked before it is sent', async ({ page, ui }) => {
  await ui.open('fake=fresh');
  await page.getByTestId('welcome-password').click();
  await expect(page.getByTestId('password')).toBeFocused();
  await page.getByTestId('password').fill('short');
  await page.getByTestId('submit').click();
  await expect(page.getByTestId('problem')).toContainText('8 characters');
  await page.getByTestId('password').fill('correct horse');
  await page.getByTestId('password-repeat').fill('correct house');
  await page.getByTestId('submit').click();
  await expect(page.getByTestId('problem')).toContainText('not the same');
  await ui.accessible();
  expect(await ui.calls('set_password')).toHaveLength(0);
  await page.getByTestId('password-repeat').fill('correct horse');
  await page.getByTestId('password-keyring').check();
  await page.getByTestId('submit').click();
  await expect(page.getByTestId('recovery-sheet')).toBeVisible();
  expect(await ui.calls('set_password')).toEqual([{ password: 'correct horse', keyring: true }]);
});

test('a keyring that refuses says so, and the password stays one press away', async ({ page, ui }) => {
  await ui.open('fake=fresh&fault=keyring_denied');
  await page.getByTestId('welcome-keyring').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'keyring_denied');
  await expect(page.getByTestId('welcome-password')).toBeEnabled();
});
