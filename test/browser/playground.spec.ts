import { expect, test, type Page } from '@playwright/test';
import { faultsInEveryTheme } from './accessibility.ts';

const ready = async (page: Page): Promise<void> => {
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
};
const broken = (page: Page) => page.locator('.playground-broken');

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a playground is broken, shared by link, and mended by whoever opens it', async ({ page, context }) => {
  await page.goto('ja/playground/');
  await ready(page);
  await page.locator('.pane-files .button.first').click();
  const pods = page.getByRole('combobox', { name: 'Pod', exact: true });
  await expect(pods.locator('option')).toHaveCount(4);
  await pods.selectOption((await pods.locator('option').allTextContents()).find((name) => name.startsWith('web-')) ?? '');
  await page.getByRole('button', { name: 'Readiness Probeを失敗させる' }).click();
  await expect(broken(page)).toContainText('Readiness Probeが失敗しています');
  await page.getByRole('button', { name: 'ゾーンを止める' }).click();
  await expect(broken(page)).toContainText('node-bから応答がありません');
  await page.getByRole('button', { name: 'DNSを止める' }).click();
  await expect(page.locator('.pane-terminal')).toContainText('kubectl scale deployment coredns -n kube-system --replicas=0');
  await expect(broken(page).getByRole('listitem')).toHaveCount(4);

  await page.getByRole('button', { name: 'リンクをコピーする' }).click();
  await expect(page.getByText('リンクをコピーしました。')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await context.newPage();
  await other.goto(link);
  await ready(other);
  await expect(other.locator('.playground-said')).toHaveText('渡されたプレイグラウンドを開きました。');
  await expect(broken(other).getByRole('listitem')).toHaveCount(4);
  for (const name of ['node-aを戻す', 'node-bを戻す', 'DNSを戻す']) await other.getByRole('button', { name }).click();
  await expect(broken(other).getByRole('listitem')).toHaveCount(1);
  await other.getByRole('button', { name: /を通す$/ }).click();
  await expect(other.getByText('ありません。', { exact: true })).toBeVisible();
  await other.reload();
  await ready(other);
  await expect(other.getByText('ありません。', { exact: true })).toBeVisible();
});

test('an address that stands in several slices, and twice in one, is listed as often, and the page goes on', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto('en/playground/');
  await ready(page);
  const slice = (name: string, addresses: readonly string[]): string =>
    `apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: { name: ${name}, labels: { kubernetes.io/service-name: ext } }\naddressType: IPv4\nports: [{ name: '', port: 8080 }]\nendpoints: [${addresses.map((address) => `{ addresses: [${address}] }`).join(', ')}]\n`;
  const text = `apiVersion: v1\nkind: Service\nmetadata: { name: ext }\nspec: { ports: [{ port: 80, targetPort: 8080 }] }\n---\n${slice('ext-a', ['192.0.2.9', '192.0.2.9'])}---\n${slice('ext-b', ['192.0.2.9'])}`;
  await page.locator('.editor-place textarea').first().fill(text);
  await page.locator('.pane-files .button.first').click();
  await expect(page.locator('.pane-cluster')).toContainText('192.0.2.9:8080');
  expect(await page.locator('.pane-cluster').getByText('192.0.2.9:8080').count()).toBeGreaterThanOrEqual(3);
  expect(complaints).toEqual([]);
});

test('a link that was cut, or that is something else, changes nothing and says so', async ({ page }) => {
  await page.goto('en/playground/');
  await ready(page);
  await page.getByRole('textbox', { name: 'Name of a new file' }).fill('mine');
  await page.keyboard.press('Enter');
  await expect(page.locator('.pane-files .tab[aria-selected=true]')).toContainText('mine.yaml');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('minato:playground'))).toContain('mine.yaml');
  for (const hash of ['#s=abcdef', '#s=*', `#s=${'A'.repeat(20_000)}`, '?exercise=../x']) {
    await page.goto(`en/playground/${hash}`);
    await expect(page.locator('.playground-said')).toContainText('Nothing was changed.');
    await expect(page.locator('.pane-files .tab')).toHaveCount(3);
  }
  await page.reload();
  await ready(page);
  await expect(page.locator('.pane-files .tab', { hasText: 'mine.yaml' })).toBeVisible();
});

test('what is kept but cannot be read is not a playground: there is a fresh one', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('minato:playground', '{"kind":"minato-playground","format":1,"files":3}'));
  await page.goto('ja/playground/');
  await ready(page);
  await expect(page.locator('.pane-files .tab')).toHaveCount(2);
});

test('an exercise opens in the playground with what was written in it, and keeps its own work', async ({ page }) => {
  const work = { format: 1, exercise: 'L03-E2', savedAt: 5, texts: { 'a.yaml': '# mine\n' }, actions: [], passed: false, gaveUp: false, explanation: '' };
  await page.addInitScript((text) => localStorage.setItem('minato:work:L03-E2', text), JSON.stringify(work));
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto('en/exercises/l03-e2-two-ways-to-be-refused/');
  await page.getByRole('link', { name: 'Open in the playground' }).click();
  await ready(page);
  await expect(page.locator('.playground-said')).toContainText('The cluster and files of');
  await expect(page.locator('.editor-place textarea')).toHaveValue('# mine\n');
  await page.locator('.editor-place textarea').fill('# other\n');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('minato:playground'))).toContain('# other');
  expect(await page.evaluate(() => localStorage.getItem('minato:work:L03-E2'))).toContain('# mine');
});

test('another cluster is made by keyboard, and the one before comes back', async ({ page }) => {
  await page.goto('en/playground/');
  await ready(page);
  await page.getByRole('combobox', { name: 'Three nodes in' }).focus();
  await page.keyboard.type('three');
  await page.getByRole('combobox', { name: 'Begin with' }).focus();
  await page.keyboard.type('an');
  await page.getByRole('button', { name: 'Make a new cluster' }).press('Enter');
  await expect(page.locator('.playground-said')).toHaveText('A new cluster stands.');
  await ready(page);
  await expect(page.getByRole('combobox', { name: 'Zone', exact: true }).locator('option')).toHaveText(['zone-a', 'zone-b', 'zone-c']);
  await expect(page.locator('.pane-files .tab')).toHaveText(['my.yaml']);
  await page.getByRole('button', { name: 'Go back to what was here before' }).press('Enter');
  await expect(page.locator('.pane-files .tab')).toHaveCount(2);
});

test('axe finds nothing in the playground, in any theme', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('ja/playground/');
  await ready(page);
  await expect(page.getByRole('combobox', { name: 'Pod', exact: true })).toBeVisible();
  expect(await faultsInEveryTheme(page)).toEqual([]);
});
