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

test('two passwords that differ are not sent, and how short is too short the program says', async ({ page, ui }) => {
  await ui.open('fake=fresh');
  await page.getByTestId('welcome-password').click();
  await expect(page.getByTestId('password')).toBeFocused();
  await page.getByTestId('password').fill('correct horse');
  await page.getByTestId('password-repeat').fill('correct house');
  await page.getByTestId('submit').click();
  await expect(page.getByTestId('problem')).toContainText('not the same');
  await ui.accessible();
  expect(await ui.calls('set_password')).toHaveLength(0);
  await page.getByTestId('password').fill('short');
  await page.getByTestId('password-repeat').fill('short');
  await page.getByTestId('submit').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'password_too_short');
  await expect(page.getByTestId('password')).toHaveAttribute('aria-invalid', 'true');
  await page.getByTestId('password').fill('correct horse');
  await page.getByTestId('password-repeat').fill('correct horse');
  await page.getByTestId('password-keyring').check();
  await page.getByTestId('submit').click();
  await expect(page.getByTestId('recovery-sheet')).toBeVisible();
  expect((await ui.calls('set_password')).at(-1)).toEqual({ password: 'correct horse', keyring: true });
});

test('a keyring that refuses says so, and the password stays one press away', async ({ page, ui }) => {
  await ui.open('fake=fresh&fault=keyring_denied');
  await page.getByTestId('welcome-keyring').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'keyring_denied');
  await expect(page.getByTestId('welcome-password')).toBeEnabled();
});

test('before the keyring answered, nobody says that it does not', async ({ page, ui }) => {
  await ui.open('fake=fresh&keyring=asking');
  await expect(page.getByTestId('welcome-keyring')).toBeDisabled();
  await expect(page.getByTestId('welcome-keyring')).toContainText('Asking the keyring…');
  await ui.open('show=settings&ways=password&keyring=asking');
  await expect(page.getByText('Asking the keyring…')).toBeVisible();
});

test('the keyring’s way says that Countersign opens by itself', async ({ page, ui }) => {
  await ui.open('fake=fresh');
  await expect(page.getByTestId('welcome-keyring')).toContainText('opens by itself');
});

test('Enter right after the recovery sheet opened closes nothing', async ({ page, ui }) => {
  await ui.open('recovery=hand');
  await page.getByTestId('recovery-show').click();
  await expect(page.getByRole('heading', { name: 'Your recovery key' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('recovery-picture')).toBeVisible();
});

test('printing is no proof of keeping, and only the sheet is printed', async ({ page, ui }) => {
  await ui.open('recovery=hand&theme=dark&accounts=60');
  await page.getByTestId('recovery-show').click();
  await page.getByTestId('recovery-print').click();
  await expect(page.getByText('The print dialog was opened.')).toBeVisible();
  await expect(page.getByTestId('recovery-done')).toHaveText('I have kept it');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('recovery-picture')).toBeVisible();
  for (const unseen of ['codes', 'close', 'recovery-print', 'recovery-later', 'recovery-done']) {
    await expect(page.getByTestId(unseen)).toBeHidden();
  }
  await expect(page.getByText('The print dialog was opened.')).toBeHidden();
  await expect(page.getByText('It opens your codes when')).toHaveCSS('color', 'rgb(0, 0, 0)');
  await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  // As wide as the paper, and one page of it.
  const width = await page.getByTestId('recovery-picture').evaluate((picture) => picture.getBoundingClientRect().width);
  expect(width).toBeGreaterThan(800);
  const paper = (await page.pdf()).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});
