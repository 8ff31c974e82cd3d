import { expect, test } from '@playwright/test';

test('time passes on request, tells what happened, and can be looked back at', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto('en/exercises/l02-e2-no-endpoints/');
  await page.locator('.workbench[data-ready=true]').waitFor();
  const pods = page.locator('.chart-sheet');
  const time = page.getByRole('group', { name: 'Let time pass' });
  await time.getByRole('button', { name: 'To the next event' }).click();
  await expect(time).toContainText('Nothing happens within the next 10 minutes');
  await page.getByRole('button', { name: '+10 s' }).click();
  await expect(page.locator('.clock')).toContainText('00:00:10.000');

  await page.getByRole('textbox', { name: 'Command' }).fill('kubectl scale deployment api -n shop --replicas=4');
  await page.keyboard.press('Enter');
  await time.getByText(/What happened/).click();
  await expect(time.locator('.moment').first()).toContainText('Deployment api: changed');
  await expect(time.locator('.moment').last()).toContainText(/Pod api-\S+: ready/);
  const added = (await time.locator('.moment').first().textContent())?.match(/Pod (api-\S+): created/)?.[1]?.slice(-5) ?? 'no Pod';
  await expect(pods).toContainText(added);

  const slider = time.getByRole('slider', { name: 'Look back' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(time).toContainText('You see the cluster at 00:00.0');
  await expect(pods).not.toContainText(added);
  await time.getByRole('button', { name: 'Back to the present' }).click();
  await expect(pods).toContainText(added);

  await page.reload();
  await page.locator('.workbench[data-ready=true]').waitFor();
  await expect(time.getByText(/What happened \([1-9]/)).toBeVisible();
});

test('a worker that dies in the middle of a step in time takes nothing with it, and the step is done when it is asked for again', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto('en/exercises/l02-e2-no-endpoints/');
  await page.locator('.workbench[data-ready=true]').waitFor();
  await page.getByRole('textbox', { name: 'Command' }).fill('kubectl scale deployment api -n shop --replicas=4');
  await page.keyboard.press('Enter');
  await expect(page.locator('.shell-log')).toContainText('scaled');
  const clock = page.locator('.clock');
  const later = page.getByRole('button', { name: '+10 s' });
  await expect(clock).not.toContainText('00:00:00.000');
  await later.click();
  await expect(clock).toContainText(/00:00:1\d\.\d{3}/u);
  const before = (await clock.textContent()) ?? '';
  await page.locator('.editor-place textarea').fill('# half a thought\n');
  // Closed from within: it takes the question and never answers.
  await page.workers()[0]?.evaluate(() => self.close());
  await later.click();
  await expect(page.locator('.notice')).toContainText('started again', { timeout: 10_000 });
  await expect(clock).toHaveText(before);
  await expect(page.locator('.editor-place textarea')).toHaveValue('# half a thought\n');
  await expect(page.locator('.shell-log')).toContainText('scaled');
  await later.click();
  await expect(clock).toHaveText(before.replace('00:00:1', '00:00:2'));
});

test('a route that plays blocks nothing: what is typed meanwhile is in the file at once, and the page computes no picture of the way', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto('en/exercises/l03-e2-two-ways-to-be-refused/');
  await page.locator('.workbench[data-ready=true]').waitFor();
  await page.locator('.pane-files .button.first').click();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.5');
  await page.getByRole('button', { name: 'To the start', exact: true }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  // The hull is moved by the browser along one property that needs neither layout nor a script.
  const moving = await page.waitForFunction(() => {
    const [run] = document.querySelector('.chart-sheet')?.getAnimations({ subtree: true }) ?? [];
    return run?.playState === 'running' ? [...new Set((run.effect as KeyframeEffect).getKeyframes().flatMap((frame) => Object.keys(frame)))] : undefined;
  });
  expect((await moving.jsonValue())?.filter((name) => !['offset', 'computedOffset', 'easing', 'composite'].includes(name))).toEqual(['translate']);
  const field = page.locator('.editor-place textarea');
  await field.focus();
  for (const key of '# x') {
    await page.keyboard.press(key === ' ' ? 'Space' : key);
    expect(await field.inputValue()).toContain(key);
  }
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});
