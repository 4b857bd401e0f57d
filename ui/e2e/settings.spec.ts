import { expect, test } from './page';

test('each setting is sent whole and kept', async ({ page, ui }) => {
  await ui.open('show=settings');
  await ui.accessible();
  await page.getByTestId('theme-dark').check({ force: true });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await ui.accessible();
  await page.getByTestId('hide-codes').check();
  await page.getByTestId('clear-after').selectOption('60');
  await page.getByTestId('lock-after').selectOption('0');
  await page.getByTestId('lock-on-minimise').check();
  await page.getByTestId('close-to-tray').uncheck();
  await page.getByTestId('start-at-login').check();
  await expect.poll(async () => (await ui.calls('set_settings')).at(-1)).toEqual({
    theme: 'dark',
    clear_clipboard_after: 60,
    lock_after: 0,
    lock_on_screensaver: true,
    lock_on_session: true,
    lock_on_sleep: true,
    lock_on_minimise: true,
    close_to_tray: false,
    start_at_login: true,
    hide_codes: true,
    camera: null,
  });
  await page.getByTestId('theme-system').check({ force: true });
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', /./);
});

test('without a tray host, closing to the tray cannot be chosen and the page says why', async ({ page, ui }) => {
  await ui.open('show=settings&tray=0');
  await expect(page.getByTestId('close-to-tray')).toBeDisabled();
  await expect(page.getByText('This desktop shows no tray icons')).toBeVisible();
});

test('a setting that the system refuses is said, and the switch shows what counts', async ({ page, ui }) => {
  await ui.open('show=settings&fault=autostart_failed');
  await page.getByTestId('start-at-login').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'autostart_failed');
  await expect(page.getByTestId('start-at-login')).not.toBeChecked();
});

test('the password changes after a proof', async ({ page, ui }) => {
  await ui.open('show=settings');
  await page.getByTestId('change-password').click();
  await page.getByTestId('reveal-password').fill('correct horse');
  await page.getByTestId('reveal-submit').click();
  await page.getByTestId('password').fill('battery staple');
  await page.getByTestId('password-repeat').fill('battery staple');
  await page.getByTestId('submit').click();
  await expect(page.getByTestId('password-toast')).toBeVisible();
  expect(await ui.calls('set_password')).toEqual([{ password: 'battery staple', keyring: true }]);
});

test('a new recovery key comes after a proof', async ({ page, ui }) => {
  await ui.open('show=settings');
  await page.getByTestId('settings-recovery').click();
  await page.getByTestId('reveal-password').fill('correct horse');
  await page.getByTestId('reveal-submit').click();
  await expect(page.getByTestId('recovery-picture')).toBeVisible();
});

test('the page says where the vault lies', async ({ page, ui }) => {
  await ui.open('show=settings');
  await expect(page.getByTestId('vault-path')).toContainText('vault.countersign');
});

test('a second change waits for the first and is built upon it', async ({ page, ui }) => {
  await ui.open('show=settings&hold=set_settings');
  await page.getByTestId('hide-codes').click();
  await page.getByTestId('clear-after').selectOption('60');
  expect(await ui.calls('set_settings')).toHaveLength(1);
  await ui.release('set_settings');
  await expect(page.getByTestId('hide-codes')).toBeChecked();
  await expect.poll(() => ui.calls('set_settings')).toHaveLength(2);
  await ui.release('set_settings');
  await expect(page.getByTestId('clear-after')).toHaveValue('60');
  expect((await ui.calls('set_settings')).at(-1)).toMatchObject({ hide_codes: true, clear_clipboard_after: 60 });
});

test('a refused change goes back, and is said where its control is', async ({ page, ui }) => {
  await ui.open('show=settings&fault=settings_not_saved');
  const section = (name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await page.getByTestId('theme-dark').click({ force: true });
  await expect(section('Appearance').getByTestId('fault')).toBeVisible();
  await expect(page.getByTestId('theme-system')).toBeChecked();
  await page.getByTestId('lock-after').selectOption('0');
  await expect(section('Safety').getByTestId('fault')).toBeVisible();
  await expect(page.getByTestId('fault')).toHaveCount(1);
  await expect(page.getByTestId('lock-after')).toHaveValue('600');
  await ui.accessible();
});

test('a proof that ran out while the new password was typed is asked for again', async ({ page, ui }) => {
  await ui.open('show=settings&fault=reveal_needed&times=1');
  const prove = async () => {
    await page.getByTestId('reveal-password').fill('correct horse');
    await page.getByTestId('reveal-submit').click();
    await page.getByTestId('password').fill('battery staple');
    await page.getByTestId('password-repeat').fill('battery staple');
    await page.getByTestId('submit').click();
  };
  await page.getByTestId('change-password').click();
  await prove();
  await expect(page.getByTestId('reveal')).toContainText('longer than a minute');
  await prove();
  await expect(page.getByTestId('password-toast')).toBeVisible();
});

test('a new recovery key that fails can be tried again', async ({ page, ui }) => {
  for (const code of ['disk_full', 'reveal_needed']) {
    await ui.open(`show=settings&fault=${code}&times=1`);
    await page.getByTestId('settings-recovery').click();
    await page.getByTestId('reveal-password').fill('correct horse');
    await page.getByTestId('reveal-submit').click();
    await expect(page.getByTestId('fault')).toHaveAttribute('data-code', code);
    await page.getByTestId('renew-again').click();
    if (code === 'reveal_needed') {
      await page.getByTestId('reveal-password').fill('correct horse');
      await page.getByTestId('reveal-submit').click();
    }
    await expect(page.getByTestId('recovery-picture')).toBeVisible();
  }
});

test('without a recovery key nobody is said to have one on paper', async ({ page, ui }) => {
  await ui.open('show=settings&recovery=none');
  await expect(page.getByText('You have it on paper')).toHaveCount(0);
  await expect(page.getByTestId('settings-recovery')).toHaveText('Make one…');
});
