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

test('a code that was read already is said calmly, and what is missing too', async ({ page, ui }) => {
  await found(page, ui, 'again');
  await expect(page.getByTestId('batch')).toContainText('Code 5 was read already. Nothing is lost');
  await expect(page.getByTestId('batch')).toContainText('Codes 1, 3 and 4 are missing.');
  await ui.accessible();
});

test('a code of another export: both are kept, and either can be forgotten', async ({ page, ui }) => {
  await found(page, ui, 'other-export&exports=e2,e1');
  await expect(page.getByTestId('batch')).toContainText('1 of 3');
  await expect(page.getByTestId('confirm-sheet')).toContainText('another export');
  await expect(page.getByTestId('confirm-sheet').getByTestId('export')).toHaveCount(1);
  await ui.accessible();
  await page.getByTestId('confirm-sheet').getByTestId('export-forget').click();
  await expect(page.getByTestId('confirm-sheet').getByTestId('export')).toHaveCount(0);
  expect(await ui.calls('export_forget')).toEqual([{ export: 'e1' }]);
});

test('an export that was begun waits where accounts are added, until it is complete or put aside', async ({ page, ui }) => {
  await ui.open('show=add_type&exports=e1');
  await expect(page.getByTestId('export')).toContainText('2 of 5 codes read. Codes 1, 3 and 4 are missing.');
  await ui.accessible();
  await page.getByTestId('export-take').click();
  await expect(page.getByTestId('draft')).toHaveCount(5);
  expect(await ui.calls('export_take')).toEqual([{ export: 'e1' }]);
  await page.keyboard.press('Escape');
  await page.getByTestId('export-forget').click();
  await expect(page.getByTestId('export')).toHaveCount(0);
});

test('an export of sixty codes says what is missing in words', async ({ page, ui }) => {
  await found(page, ui, 'large-export');
  await expect(page.getByTestId('batch')).toContainText('Codes 1 to 58 are missing.');
  await ui.accessible();
});

test('of several keys in a page none is taken until one is chosen, by keyboard alone', async ({ page, ui }) => {
  await found(page, ui, 'keys');
  await expect(page.getByTestId('place').first()).toContainText('32 letters on line 4, after “Old key”');
  await expect(page.getByTestId('confirm-add')).toBeDisabled();
  await ui.accessible();
  await page.getByTestId('confirm-take').nth(1).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Example');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('confirm-add')).toBeEnabled();
  await page.getByTestId('confirm-add').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('added-code')).toHaveCount(1);
  expect(await ui.calls('confirm')).toMatchObject([{ accounts: [{ draft: 1, issuer: 'Example' }] }]);
});

test('the text of a link can be copied, that of a sign-in cannot', async ({ page, ui }) => {
  await found(page, ui, 'foreign:web_link');
  await page.getByTestId('copy-text').click();
  await expect(page.getByTestId('copy-text')).toHaveText('Copied');
  await expect(page.getByTestId('copy-help')).toHaveText('Copy these steps');
  expect(await ui.calls('copy_text')).toMatchObject([{ foreign: 0 }]);
  await found(page, ui, 'foreign:fido_passkey');
  await expect(page.getByTestId('copy-text')).toHaveCount(0);
});

for (const kind of ['microsoft_push', 'okta_verify', 'duo', 'other_push', 'long_host', 'other_text', 'empty']) {
  test(`${kind}: title, steps, what not to do, and no link to click`, async ({ page, ui }) => {
    await found(page, ui, `foreign:${kind}`);
    await expect(page.getByTestId('foreign').locator('li').first()).toBeVisible();
    await expect(page.getByTestId('foreign').locator('.dont')).toBeVisible();
    await expect(page.getByTestId('confirm-sheet').locator('a')).toHaveCount(0);
    await expect(page.getByTestId('confirm-cancel')).toBeFocused();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wide).toBe(false);
    await ui.accessible();
  });
}

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
