import { expect, test } from '@playwright/test';

// The other ways of strangers through the site are told in test/README.md.

const DATABASE = `apiVersion: v1
kind: Service
metadata:
  name: my-database
  namespace: default
spec:
  type: ExternalName
  externalName: db-old.example.net
`;

test('whoever wants only ExternalName finds it, reads it and does it, by keys and by what a screen reader hears', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto('en/');
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search this site' }).fill('ExternalName');
  await page.getByRole('dialog').getByRole('link', { name: 'ExternalName in depth Way' }).press('Enter');
  await expect(page).toHaveURL(/\/en\/paths\/external-name\/$/u);
  await page
    .getByRole('main')
    .getByRole('link', { name: /ExternalName, watched on the wire/u })
    .first()
    .press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ExternalName, watched on the wire');
  const exercise = page.getByRole('region', { name: 'L12-E1 Repair flattened YAML' });
  await exercise.getByRole('link', { name: 'Open the exercise page' }).press('Enter');

  const files = page.getByRole('region', { name: '2 Files' });
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  await page.getByRole('radio', { name: 'kubectl apply -f my-blog.yaml' }).press('Space');
  const lines = files.getByRole('listbox');
  await lines.getByRole('option').first().waitFor();
  await lines.focus();
  await page.keyboard.press('Home');
  // Down to the lines that belong inside others: `name`, `namespace`, `type`, `externalName`.
  for (const down of [3, 1, 2, 1]) {
    for (let i = 0; i < down; i += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
  }
  await expect(lines.getByRole('option', { name: /indent [1-9]/u })).toHaveCount(4);
  await files.getByRole('tab', { name: /my-database\.yaml/u }).press('Enter');
  await files.getByRole('textbox').fill(DATABASE);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('status').filter({ hasText: /checks passed/iu })).toBeAttached();
  await expect(page.getByRole('button', { name: /my-database is the present database.*As it must be/u })).toBeVisible();
});
