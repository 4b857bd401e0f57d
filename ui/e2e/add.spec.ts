import { expect, test } from './page';

test('the camera shows a picture and a sentence, finds the code, and the account is there to try', async ({ page, ui }) => {
  await ui.open('accounts=0&at=3');
  await page.getByTestId('add').click();
  await expect(page.getByTestId('camera-status')).toContainText('too small');
  await expect(page.locator('polygon')).toHaveCount(1);
  await expect(page.getByTestId('confirm-sheet')).toBeVisible({ timeout: 10_000 });
  await expect(page.getByTestId('confirm-add')).toBeFocused();
  await ui.accessible();
  await page.getByTestId('confirm-issuer').fill('My Forge');
  await page.getByTestId('confirm-add').click();
  await expect(page.getByTestId('added-code')).toHaveText(/^\d{6}$/);
  await ui.accessible();
  await page.getByTestId('added-copy').click();
  await expect(page.getByTestId('copy-toast')).toBeVisible();
  await page.getByTestId('added-done').click();
  await expect(page.getByTestId('code-row')).toContainText('My Forge');
});

test('leaving the camera puts out its light', async ({ page, ui }) => {
  await ui.open('show=add_camera&hint=blurred');
  await expect(page.getByTestId('camera-status')).toHaveAttribute('data-hint', 'blurred');
  const before = (await ui.calls('camera_stop')).length;
  await page.getByTestId('tab-text').click();
  await expect.poll(async () => (await ui.calls('camera_stop')).length).toBe(before + 1);
});

for (const [kind, name] of [['barcode', 'a barcode'], ['data_matrix', 'a Data Matrix code'], ['pdf417', 'a PDF417 code'], ['aztec', 'an Aztec code']]) {
  test(`${name} before the camera is called what it is, once`, async ({ page, ui }) => {
    await ui.open(`show=add_camera&hint=other_${kind}`);
    const status = page.getByTestId('camera-status');
    await expect(status).toHaveAttribute('data-hint', `other_${kind}`);
    await expect(status).toHaveAttribute('role', 'status');
    await expect(status.locator('strong')).toHaveText(`This is ${name}, not a QR code.`);
    await expect(status).toContainText('three of its corners');
    // What stays the same is not written again: a screen reader says it once.
    const writes = await status.evaluate(async (spoken) => {
      let count = 0;
      new MutationObserver((seen) => (count += seen.length)).observe(spoken, { subtree: true, childList: true, characterData: true });
      await new Promise((done) => setTimeout(done, 800));
      return count;
    });
    expect(writes).toBe(0);
    await ui.accessible();
  });
}

for (const code of ['camera_none', 'camera_busy', 'camera_forbidden', 'camera_unplugged', 'camera_silent', 'camera_failed']) {
  test(`${code} has its own sentence and the other ways are one click away`, async ({ page, ui }) => {
    await ui.open(`show=add_camera&fault=${code}`);
    await expect(page.getByTestId('fault')).toHaveAttribute('data-code', code);
    await ui.accessible();
    await page.getByTestId('other-type').click();
    await expect(page.getByTestId('type-key')).toBeVisible();
  });
}

test('with several cameras one can be chosen', async ({ page, ui }) => {
  await ui.open('show=add_camera&cameras=2&hint=nothing_seen');
  await page.getByTestId('camera-choice').selectOption('desk');
  await expect.poll(() => ui.calls('camera_start')).toContainEqual({ camera: 'desk' });
});

for (const code of ['not_a_picture', 'picture_kind', 'picture_slow', 'picture_damaged', 'picture_too_large', 'file_too_large', 'is_a_folder', 'no_code_in_picture', 'other_symbol']) {
  test(`a picture that is ${code} is said and nothing is added`, async ({ page, ui }) => {
    await ui.open(`show=add_picture&fault=${code}`);
    await page.getByTestId('picture-pick').click();
    await expect(page.getByTestId('fault')).toHaveAttribute('data-code', code);
    await expect(page.getByTestId('confirm-sheet')).toHaveCount(0);
  });
}

test('a picture can be pasted from anywhere, and dropped anywhere', async ({ page, ui }) => {
  await ui.open('accounts=5');
  await page.keyboard.press('Control+v');
  await expect(page.getByTestId('confirm-sheet')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('confirm-sheet')).toHaveCount(0);
  expect(await ui.calls('discard')).toHaveLength(1);
  await ui.emit('hover', true);
  await expect(page.getByTestId('drop')).toBeVisible();
  await ui.emit('failed', { code: 'not_a_picture', args: { name: 'notes.txt' } });
  await expect(page.getByTestId('fault')).toContainText('notes.txt');
  await expect(page.getByTestId('tab-picture')).toHaveAttribute('aria-selected', 'true');
});

test('an empty clipboard is said where the other ways are', async ({ page, ui }) => {
  await ui.open('accounts=5&fault=clipboard_empty');
  await page.keyboard.press('Control+v');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'clipboard_empty');
});

test('text: a link is read, other text is refused with a reason', async ({ page, ui }) => {
  await ui.open('show=add_text');
  await ui.accessible();
  await page.getByTestId('text-input').fill('nothing of the kind!');
  await page.getByTestId('text-submit').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'text_not_understood');
  await page.getByTestId('text-input').fill('otpauth://totp/Forge:mira?secret=JBSWY3DPEHPK3PXP');
  await page.getByTestId('text-submit').click();
  await expect(page.getByTestId('confirm-issuer')).toHaveValue('Forge');
  await expect(page.getByTestId('confirm-label')).toHaveValue('mira');
});

test('typing: the key is covered until asked, options go along', async ({ page, ui }) => {
  await ui.open('show=add_type');
  await page.getByTestId('type-issuer').fill('Bank');
  await page.getByTestId('type-label').fill('mira');
  await page.getByTestId('type-key').fill('JBSW Y3DP EHPK 3PXP');
  await expect(page.getByTestId('type-key')).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show what I type' }).click();
  await expect(page.getByTestId('type-key')).toHaveAttribute('type', 'text');
  await page.getByTestId('type-options').click();
  await page.getByTestId('type-digits').selectOption('8');
  await ui.accessible();
  await page.getByTestId('type-submit').click();
  await expect(page.getByTestId('confirm-sheet')).toContainText('8 digits');
  expect(await ui.calls('enrol_typed')).toEqual([
    { text: 'JBSW Y3DP EHPK 3PXP', issuer: 'Bank', label: 'mira', options: { kind: 'totp', algorithm: 'SHA1', digits: 8, period: 30, counter: 0 } },
  ]);
  await page.getByTestId('confirm-cancel').click();
  await expect(page.getByTestId('type-key')).toHaveValue('');
});

for (const code of ['uri_refused', 'key_refused', 'google_refused']) {
  test(`${code} names what is wrong`, async ({ page, ui }) => {
    await ui.open(`show=add_text&fault=${code}`);
    await page.getByTestId('text-input').fill('otpauth://totp/x?secret=!');
    await page.getByTestId('text-submit').click();
    await expect(page.getByTestId('fault')).toHaveAttribute('data-code', code);
  });
}

test('Ctrl+V inside a field pastes into the field', async ({ page, ui }) => {
  await ui.open('show=add_text');
  await page.getByTestId('text-input').focus();
  await page.keyboard.press('Control+v');
  expect(await ui.calls('paste')).toHaveLength(0);
});

test('the picture and its outlines are shown as they come: mirrored once', async ({ page, ui }) => {
  await ui.open('show=add_camera&hint=blurred');
  const corners = () =>
    page.locator('polygon').evaluate((polygon: SVGPolygonElement) => {
      const { left, right, width } = (polygon.ownerSVGElement as SVGSVGElement).getBoundingClientRect();
      const box = polygon.getBoundingClientRect();
      const wide = (polygon.ownerSVGElement as SVGSVGElement).viewBox.baseVal.width;
      const drawn = [...polygon.points].map(({ x }) => x / wide);
      return { drawn: drawn.reduce((sum, x) => sum + x) / 4, seen: ((box.left + box.right) / 2 - left) / width, right };
    });
  // The hand is on the right of the middle, and so is what is seen of it.
  const { drawn, seen } = await corners();
  expect(drawn).toBeGreaterThan(0.55);
  expect(seen).toBeGreaterThan(0.55);
  const inside = await page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const ink = canvas.getContext('2d') as CanvasRenderingContext2D;
    const bright = (x: number) => Math.max(...ink.getImageData(x, 150, 60, 170).data.filter((_, at) => at % 4 === 0));
    return { right: bright(380), left: bright(40) };
  });
  expect(inside.right).toBeGreaterThan(220);
  expect(inside.left).toBeLessThan(200);
});

test('an export in several codes: how far it is stays said between the codes', async ({ page, ui }) => {
  await ui.open('show=add_camera&found=export');
  const between = page.locator('[data-testid=camera-status][data-hint=nothing_seen]');
  await expect(between).toContainText('1 of 3 read. Show the next code.');
  await expect(between).toContainText('2 of 3 read. Show the next code.');
  await expect(page.getByTestId('draft')).toHaveCount(5);
});

test('a code of another export before the camera is said, and both are listed', async ({ page, ui }) => {
  await ui.open('show=add_camera&found=export&exports=e2');
  await expect(page.getByTestId('camera-status')).toContainText('another export under way. Both are kept');
  await expect(page.getByTestId('export')).toContainText('1 of 3 codes read');
});

test('a code that was put aside is not found again until asked', async ({ page, ui }) => {
  await ui.open('show=add_camera');
  await expect(page.getByTestId('confirm-sheet')).toBeVisible();
  await page.keyboard.press('Escape');
  const again = page.getByTestId('camera-again');
  await expect(again).toBeFocused();
  await expect(page.getByTestId('camera-status')).toHaveAttribute('data-status', 'off');
  await ui.accessible();
  expect(await ui.calls('camera_start')).toHaveLength(1);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('confirm-sheet')).toBeVisible();
  expect(await ui.calls('camera_start')).toHaveLength(2);
});

test('another code is scanned at once where one asks for it', async ({ page, ui }) => {
  await ui.open('show=add_camera&found=foreign:wifi');
  await page.getByTestId('scan-again').click();
  await expect.poll(() => ui.calls('camera_start')).toHaveLength(2);
  await ui.open('show=add_camera');
  await page.getByTestId('confirm-add').click();
  await page.getByTestId('add-another').click();
  await expect.poll(() => ui.calls('camera_start')).toHaveLength(2);
});

test('options that were chosen and folded away again are still chosen', async ({ page, ui }) => {
  await ui.open('show=add_type');
  await page.getByTestId('type-key').fill('JBSW Y3DP EHPK 3PXP');
  await page.getByTestId('type-options').click();
  await page.getByTestId('type-digits').selectOption('8');
  await page.getByTestId('type-options').click();
  await page.getByTestId('type-submit').click();
  await expect(page.getByTestId('confirm-sheet')).toContainText('8 digits');
});

test('options that are opened and left as they are go without saying', async ({ page, ui }) => {
  await ui.open('show=add_type');
  await page.getByTestId('type-key').fill('JBSW Y3DP EHPK 3PXP');
  await page.getByTestId('type-options').click();
  await page.getByTestId('type-submit').click();
  await expect.poll(() => ui.calls('enrol_typed')).toMatchObject([{ options: null }]);
});

test('an empty number in folded options is shown and named', async ({ page, ui }) => {
  await ui.open('show=add_type');
  await page.getByTestId('type-key').fill('JBSW Y3DP EHPK 3PXP');
  await page.getByTestId('type-options').click();
  await page.getByTestId('type-kind').selectOption('hotp');
  await page.getByTestId('type-counter').fill('');
  await page.getByTestId('type-options').click();
  await page.getByTestId('type-submit').click();
  await expect(page.getByTestId('problem')).toContainText('first counter');
  await expect(page.getByTestId('type-counter')).toBeFocused();
  await ui.accessible();
  await page.getByTestId('type-counter').fill('3');
  await expect(page.getByTestId('problem')).toHaveCount(0);
  await page.getByTestId('type-submit').click();
  await expect.poll(() => ui.calls('enrol_typed')).toMatchObject([{ options: { kind: 'hotp', counter: 3 } }]);
});

test('the newest picture that cannot be used is the one that is said', async ({ page, ui }) => {
  await ui.open('show=add_picture&fault=not_a_picture');
  await page.getByTestId('picture-pick').click();
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'not_a_picture');
  await ui.emit('failed', { code: 'is_a_folder', args: { name: 'Pictures' } });
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'is_a_folder');
});

test('a picture without a code: what was tried and what helps with this one', async ({ page, ui }) => {
  await ui.open('show=add_picture&fault=no_code_in_picture');
  await page.getByTestId('picture-pick').click();
  await expect(page.getByTestId('fault')).toContainText('dark on light');
  await expect(page.getByTestId('fault')).toContainText('Bring the code closer');
});

test('a picture dropped on a closed vault is refused in passing', async ({ page, ui }) => {
  await ui.open('fake=locked');
  await ui.emit('failed', { code: 'locked', args: {} });
  await expect(page.getByTestId('fault')).toHaveText('The vault is locked.');
  await page.getByTestId('unlock-password').fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('codes')).toBeVisible();
  await ui.open('fake=fresh');
  await ui.emit('failed', { code: 'no_vault', args: {} });
  await expect(page.getByTestId('fault')).toHaveText('There is no vault yet.');
  await expect(page.getByTestId('welcome')).toBeVisible();
});

test('the screen is looked at by one button, and one code is one account', async ({ page, ui }) => {
  await ui.open('show=add_screen&accounts=0');
  await ui.accessible();
  await page.getByTestId('screen-scan').click();
  await expect(page.getByTestId('confirm-sheet')).toBeVisible();
  await page.getByTestId('confirm-add').click();
  await page.getByTestId('add-another').click();
  await expect(page.getByTestId('tab-screen')).toHaveAttribute('aria-selected', 'true');
});

test('several codes on the screens are a choice', async ({ page, ui }) => {
  await ui.open('show=add_screen&found=several');
  await page.getByTestId('screen-scan').click();
  await expect(page.getByTestId('confirm-sheet')).toContainText('5 accounts found');
});

for (const code of ['screen_missing', 'screen_refused', 'screen_failed', 'no_code_on_screen']) {
  test(`${code} is said beside the button, which has the focus`, async ({ page, ui }) => {
    await ui.open(`show=add_screen&fault=${code}`);
    await page.getByTestId('screen-scan').click();
    await expect(page.getByTestId('fault')).toHaveAttribute('data-code', code);
    await expect(page.getByTestId('screen-scan')).toBeFocused();
    await ui.accessible();
  });
}

test('a look that takes long can be given up, and is then not heard any more', async ({ page, ui }) => {
  await ui.open('show=add_screen&hold=screen_scan');
  await page.getByTestId('screen-scan').click();
  await page.getByTestId('screen-stop').click();
  await expect(page.getByTestId('screen-scan')).toBeEnabled();
  await ui.release('screen_scan');
  await expect.poll(async () => (await ui.calls('discard')).length).toBe(1);
  await expect(page.getByTestId('confirm-sheet')).toHaveCount(0);
});

test('of several pictures it is said how many had codes, and each that had none is named', async ({ page, ui }) => {
  await ui.open('show=add_picture&found=mixed');
  await page.getByTestId('picture-pick').click();
  await expect(page.getByTestId('pictures')).toHaveText('There are codes in 2 of 4 files.');
  await expect(page.getByTestId('fault').first()).toContainText('HEIC');
  await ui.accessible();
});

test('a link that was opened elsewhere waits for the vault, and then for what is open', async ({ page, ui }) => {
  await ui.open('fake=locked&handed=1');
  await expect(page.getByTestId('handed')).toContainText('Unlock');
  await ui.accessible();
  await page.getByTestId('unlock-password').fill('correct horse');
  await page.getByTestId('unlock-submit').click();
  await expect(page.getByTestId('confirm-sheet')).toBeVisible();
  expect(await ui.calls('handed')).toHaveLength(1);
});

test('a link does not take the place of what waits to be confirmed', async ({ page, ui }) => {
  await ui.open('handed=0&found=several&show=add_picture');
  await page.getByTestId('picture-pick').click();
  await expect(page.getByTestId('confirm-sheet')).toContainText('5 accounts');
  await page.evaluate(() => {
    const { fake } = window as unknown as { fake: { hand(): void } };
    fake.hand();
  });
  await expect(page.getByTestId('confirm-sheet')).toContainText('5 accounts');
  expect(await ui.calls('handed')).toHaveLength(0);
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await ui.calls('handed')).length).toBe(1);
  await expect(page.getByTestId('confirm-sheet')).toBeVisible();
});
