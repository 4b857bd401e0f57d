import { expect, test, type Opened } from './page';
import type { Page } from '@playwright/test';

async function found(page: Page, ui: Opened, what: string) {
  await ui.open(`show=add_picture&found=${what}`);
  await page.getByTestId('picture-pick').click();
  await expect(page.getByTestId('confirm-sheet')).toBeVisible();
}

test('several at once: what is here already stays out, the rest is added under its names', async ({ page, ui }) => {
  await found(page, ui, 'several');
  await ui.accessible();
  await expect(page.getByTestId('draft')).toHaveCount(5);
  await expect(page.getByTestId('duplicate')).toHaveCount(3);
  await expect(page.getByTestId('confirm-add')).toHaveText('Add 3');
  await page.getByTestId('confirm-take').nth(4).uncheck();
  await page.getByTestId('confirm-label').nth(0).fill('work');
  await page.getByTestId('confirm-add').click();
  await expect(page.getByTestId('added-code')).toHaveCount(2);
  expect(await ui.calls('confirm')).toMatchObject([
    { accounts: [{ draft: 0, issuer: 'GitLab', label: 'work' }, { draft: 2, issuer: 'GitHub', label: 'mira.okafor' }] },
  ]);
});

test('two issuers and short keys are said quietly', async ({ page, ui }) => {
  await found(page, ui, 'microsoft');
  await expect(page.getByTestId('warning')).toHaveCount(2);
  await expect(page.getByTestId('warning').first()).toContainText('Lindqvist & Partners');
});

test('an export in several codes shows how far it is and goes on scanning', async ({ page, ui }) => {
  await found(page, ui, 'batch');
  await expect(page.getByTestId('batch')).toContainText('2 of 5');
  await ui.accessible();
  await page.getByTestId('batch-next').click();
  await expect(page.getByTestId('tab-camera')).toHaveAttribute('aria-selected', 'true');
  expect(await ui.calls('discard')).toHaveLength(0);
});

test('a Microsoft push code: what it is, the steps, nothing to add', async ({ page, ui }) => {
  await found(page, ui, 'foreign:microsoft_push_work');
  await expect(page.getByTestId('foreign-title')).toContainText('Microsoft');
  await expect(page.getByTestId('foreign').locator('li')).toHaveCount(4);
  await expect(page.getByTestId('confirm-add')).toHaveCount(0);
  await expect(page.getByTestId('foreign').locator('a')).toHaveCount(0);
  await ui.accessible();
  await page.getByTestId('copy-help').click();
  await expect(page.getByTestId('copy-help')).toHaveText('Copied');
  expect(await ui.calls('copy_help')).toEqual([{ kind: 'microsoft_push_work' }]);
});

test('a code that is refused says why', async ({ page, ui }) => {
  await found(page, ui, 'refused');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'uri_refused');
  await expect(page.getByTestId('confirm-add')).toHaveCount(0);
});

test('hostile names stay text from the picture to the list', async ({ page, ui }) => {
  await found(page, ui, 'hostile');
  await expect(page.getByTestId('confirm-issuer')).toHaveValue('<img src=x onerror=alert(1)>');
  await page.getByTestId('confirm-add').click();
  await expect(page.getByTestId('added')).toContainText('<img src=x onerror=alert(1)>');
  await page.getByTestId('added-done').click();
  await expect(page.getByTestId('code-row').filter({ hasText: '<img src=x' })).toHaveCount(1);
});

for (const code of ['disk_full', 'vault_changed', 'read_only', 'save_failed']) {
  test(`adding while ${code}: said, and what was typed is still there`, async ({ page, ui }) => {
    await found(page, ui, `one&fault=${code}`);
    await page.getByTestId('confirm-issuer').fill('Typed by hand');
    await page.getByTestId('confirm-add').click();
    await expect(page.getByTestId('fault')).toHaveAttribute('data-code', code);
    await expect(page.getByTestId('confirm-issuer')).toHaveValue('Typed by hand');
    await expect(page.getByTestId('confirm-add')).toBeEnabled();
  });
}

test('while it is being added, closing waits', async ({ page, ui }) => {
  await found(page, ui, 'one&hold=confirm');
  await page.getByTestId('confirm-add').click();
  await expect(page.getByTestId('confirm-add')).toHaveText('Adding…');
  await page.keyboard.press('Escape');
  await page.getByTestId('close').click();
  await expect(page.getByTestId('confirm-cancel')).toBeDisabled();
  await ui.release('confirm');
  await expect(page.getByTestId('added')).toBeVisible();
  expect(await ui.calls('discard')).toHaveLength(0);
});

test('an account in the trash is not said to be here', async ({ page, ui }) => {
  await found(page, ui, 'trashed');
  await expect(page.getByRole('heading', { name: 'This account is in the trash' })).toBeVisible();
  await expect(page.getByTestId('duplicate-restore')).toBeVisible();
});

test('what may be shown of another code has words', async ({ page, ui }) => {
  await found(page, ui, 'foreign:microsoft_push_work');
  await expect(page.getByTestId('foreign').locator('dt')).toHaveText(['Leads to', 'Account']);
  await expect(page.getByTestId('foreign').locator('dd').last()).toHaveText('work or school');
});
