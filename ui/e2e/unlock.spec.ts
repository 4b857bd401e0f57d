import { expect, test } from './page';

test('a wrong password is said, the right one opens', async ({ page, ui }) => {
  await ui.open('fake=locked');
  await expect(page.getByTestId('unlock-password')).toBeFocused();
  await page.getByTestId('unlock-password').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'wrong_password');
  await expect(page.getByTestId('unlock-password')).toBeFocused();
  await expect(page.getByTestId('unlock-password')).toHaveValue('');
  await ui.accessible();
  await page.keyboard.type('correct horse');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('code-row')).toHaveCount(5);
});

test('the recovery key instead, and its typing error keeps what was typed', async ({ page, ui }) => {
  await ui.open('fake=locked');
  await page.getByTestId('unlock-recovery').click();
  await page.getByTestId('unlock-password').fill('XXXX');
  await page.getByTestId('unlock-submit').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'recovery_key_typo');
  await expect(page.getByTestId('unlock-password')).toHaveValue('XXXX');
  await page.getByTestId('unlock-password').fill('ABCD-EFGH');
  await page.getByTestId('unlock-submit').click();
  await expect(page.getByTestId('codes')).toBeVisible();
  expect(await ui.calls('unlock')).toContainEqual({ way: 'recovery', secret: 'ABCD-EFGH', purpose: 'session' });
});

test('a vault that only the keyring opens asks for no password', async ({ page, ui }) => {
  await ui.open('fake=locked&password=none');
  await expect(page.getByTestId('unlock-password')).toHaveCount(0);
  await ui.accessible();
  await page.getByTestId('unlock-keyring').click();
  await expect(page.getByTestId('codes')).toBeVisible();
});

for (const code of ['keyring_locked', 'keyring_denied', 'keyring_empty', 'keyring_wrong', 'keyring_silent']) {
  test(`${code} is said in words of its own, and the recovery key is offered`, async ({ page, ui }) => {
    await ui.open(`fake=locked&password=none&fault=${code}`);
    await page.getByTestId('unlock-keyring').click();
    await expect(page.getByTestId('fault')).toHaveAttribute('data-code', code);
    await expect(page.getByTestId('unlock-recovery')).toBeVisible();
  });
}

test('locking takes every code off the page', async ({ page, ui }) => {
  await ui.open();
  const code = await page.getByTestId('code').first().textContent();
  await page.keyboard.press('Control+l');
  await expect(page.getByTestId('unlock')).toBeVisible();
  expect(await page.content()).not.toContain(code);
});

test('a damaged vault offers its generations', async ({ page, ui }) => {
  await ui.open('fake=damaged');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'vault_damaged');
  await expect(page.getByRole('radio')).toHaveCount(6);
  await ui.accessible();
  await page.getByRole('radio').nth(2).check();
  await page.getByTestId('restore-generation').click();
  await expect(page.getByTestId('unlock')).toBeVisible();
  expect(await ui.calls('restore_generation')).toEqual([{ id: 'generation-2' }]);
});

test('a damaged vault without generations says where a copy would go', async ({ page, ui }) => {
  await ui.open('fake=damaged&generations=0');
  await expect(page.getByText('vault.countersign')).toBeVisible();
  await expect(page.getByTestId('restore-generation')).toHaveCount(0);
});

test('a newer vault is left alone', async ({ page, ui }) => {
  await ui.open('fake=newer');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'vault_newer');
  await expect(page.getByRole('button')).toHaveCount(0);
  await ui.accessible();
});

test('a vault that cannot be read is not replaced: one tries again', async ({ page, ui }) => {
  await ui.open('fake=damaged&fault=vault_unreadable');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'vault_unreadable');
  await expect(page.getByRole('radio')).toHaveCount(0);
  expect(await ui.calls('generations')).toHaveLength(0);
  await ui.accessible();
  const before = (await ui.calls('state')).length;
  await page.getByTestId('look-again').click();
  await expect.poll(async () => (await ui.calls('state')).length).toBe(before + 1);
});

test('while the keyring is asked, the password opens', async ({ page, ui }) => {
  await ui.open('fake=locked&hold=unlock_with_keyring');
  await page.getByTestId('unlock-keyring').click();
  await expect(page.getByTestId('unlock-keyring')).toBeDisabled();
  await page.getByTestId('unlock-password').fill('correct horse');
  await page.getByTestId('unlock-submit').click();
  await expect(page.getByTestId('code-row')).toHaveCount(5);
});

test('after locking, the page begins at the list', async ({ page, ui }) => {
  await ui.open('show=settings&search=git');
  await page.keyboard.press('Control+l');
  await page.getByTestId('unlock-password').fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('search')).toHaveValue('');
  await expect(page.getByTestId('code-row')).toHaveCount(5);
});
