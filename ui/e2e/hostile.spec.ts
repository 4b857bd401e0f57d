import { expect, test } from './page';

// Everything that a name can be. The fixture of every test fails on scripts, dialogs, violations and errors.
const HOSTILE = [
  '<img src=x onerror=alert(1)><script>alert(2)</script>',
  '</title></textarea><svg onload=alert(3)>',
  '{{constructor.constructor("alert(4)")()}}${alert(5)}',
  'javascript:alert(6)',
  '\u202eknab ym\u202c\u2066 left \u2069\u200b\u200d\ufeff',
  '&lt;b&gt;&amp;',
];

test('hostile names are shown as text, letter by letter', async ({ page, ui }) => {
  await ui.open('accounts=1');
  for (const name of HOSTILE) {
    await page.getByTestId('account-menu').click();
    await page.getByTestId('rename').fill(name);
    await page.getByTestId('rename-label').fill(`${name}2`);
    await page.getByTestId('rename-submit').click();
    await page.keyboard.press('Escape');
    const row = page.getByTestId('code-row');
    await expect.poll(() => row.evaluate((one) => one.textContent)).toContain(name);
    // Neither in the list nor in the sheet of the account is there an element that the name asked for.
    await page.getByTestId('account-menu').click();
    expect(await page.locator('img[src="x"], script:not([src]), svg[onload], #app b').count()).toBe(0);
    await page.keyboard.press('Escape');
  }
});

test('marks of direction in a name turn nothing around it', async ({ page, ui }) => {
  await ui.open('accounts=1');
  await page.getByTestId('account-menu').click();
  await page.getByTestId('rename').fill('\u202egnirts desrever');
  await page.getByTestId('rename-submit').click();
  await page.keyboard.press('Escape');
  // The code stands to the right of the name, as in every other row, and reads from left to right.
  const row = page.getByTestId('code-row');
  const code = row.getByTestId('code');
  await expect(code).toHaveAttribute('dir', 'ltr');
  const name = await row.getByText('gnirts desrever').boundingBox();
  const digits = await code.boundingBox();
  expect(name && digits && name.x < digits.x).toBe(true);
});

test('a name of a megabyte leaves the page usable', async ({ page, ui }) => {
  await ui.open('accounts=3&huge=1');
  await expect(page.getByTestId('code-row')).toHaveCount(3);
  expect(await page.getByTestId('code-row').first().evaluate((row) => row.textContent)).toContain('A<b>\u202eA<b>');
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(width).toBeLessThanOrEqual(0);
  await page.getByTestId('settings').click();
  await expect(page.getByTestId('settings-page')).toBeVisible();
});
