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
