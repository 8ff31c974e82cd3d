import { expect, test, type Locator, type Page } from '@playwright/test';
import { accessibilityFaults } from './accessibility.ts';

const E2 = 'exercises/l02-e2-no-endpoints/';

/** Opens a lab with the plain editor and waits until its shell can be typed into. */
async function openLab(page: Page, path: string): Promise<Locator> {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto(path);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  const input = inputOf(page);
  await expect(input).toBeVisible();
  return input;
}
const inputOf = (page: Page): Locator => page.locator('.shell-line textarea').first();
const offered = (page: Page): Locator => page.locator('.offered [role=option]');
const entry = (page: Page, number: number): Locator => page.locator(`li[data-number="${number}"]`);

async function enter(input: Locator, line: string): Promise<void> {
  await input.fill(line);
  await input.press('Enter');
  await expect(input).toHaveValue('');
}

test('Tab completes verbs, kinds and names; Esc, then Tab leaves', async ({ page }) => {
  const input = await openLab(page, `ja/${E2}`);
  await input.pressSequentially('kubectl desc');
  await input.press('Tab');
  await expect(input).toHaveValue('kubectl describe ');
  await input.pressSequentially('svc a');
  await input.press('Tab');
  await expect(input).toHaveValue('kubectl describe svc api ');
  await input.fill('kubectl get -o js');
  await input.press('Tab');
  await expect(input).toHaveValue('kubectl get -o json');
  await expect(offered(page)).toHaveText(['json', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file']);
  await input.press('Tab');
  await input.press('ArrowDown');
  await input.press('Enter');
  await expect(input).toHaveValue('kubectl get -o jsonpath ');
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(input).toBeFocused();
  await input.press('Escape');
  await expect(page.getByRole('status').filter({ hasText: 'タブキーで外へ移れます' })).toHaveCount(1);
  await input.press('Tab');
  await expect(input).not.toBeFocused();
});

test('an empty line lets Tab pass, and keys with Ctrl edit as bash does', async ({ page }) => {
  const input = await openLab(page, `en/${E2}`);
  await input.focus();
  await input.press('Tab');
  await expect(input).not.toBeFocused();
  await input.fill('kubectl get pods');
  await input.press('Control+w');
  await expect(input).toHaveValue('kubectl get ');
  await input.press('Control+a');
  await input.press('Control+k');
  await expect(input).toHaveValue('');
  await input.press('Control+y');
  await expect(input).toHaveValue('kubectl get ');
  await input.press('Control+u');
  await expect(input).toHaveValue('');
});

test('Ctrl+C drops the line only where nothing is selected', async ({ page }) => {
  const input = await openLab(page, `en/${E2}`);
  await input.fill('kubectl get pods');
  await input.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(0, 7));
  await input.press('Control+c');
  await expect(input).toHaveValue('kubectl get pods');
  await input.press('End');
  await input.press('Control+c');
  await expect(input).toHaveValue('');
  await enter(input, 'echo one');
  await expect(entry(page, 1)).toContainText('one');
  await input.press('Control+l');
  await expect(entry(page, 1)).toHaveCount(0);
});

test('the history is kept on the device and searched by a key of our own', async ({ page }) => {
  await openLab(page, `ja/${E2}`);
  await enter(inputOf(page), 'kubectl get pods -o name');
  await enter(inputOf(page), 'echo two');
  await page.reload();
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  const input = inputOf(page);
  await input.press('ArrowUp');
  await expect(input).toHaveValue('echo two');
  await input.press('ArrowUp');
  await expect(input).toHaveValue('kubectl get pods -o name');
  await input.press('ArrowDown');
  await input.press('ArrowDown');
  await expect(input).toHaveValue('');
  await input.fill('pods');
  await input.press('Alt+p');
  await expect(offered(page)).toHaveText(['kubectl get pods -o name']);
  await input.press('Enter');
  await expect(input).toHaveValue('kubectl get pods -o name');
  await input.fill('zzz');
  await input.press('Alt+p');
  await expect(page.locator('.offered-none')).toHaveText('履歴に当てはまるものはありません');
  await input.press('Escape');
  await expect(input).toHaveValue('zzz');
});

test('full-width letters are shown and offered corrected, never changed', async ({ page }) => {
  const input = await openLab(page, `ja/${E2}`);
  await enter(input, 'ｋｕｂｅｃｔｌ　get pods －o name');
  await expect(entry(page, 1).locator('.command')).toContainText('ｋｕｂｅｃｔｌ　get pods －o name');
  await expect(entry(page, 1)).toContainText('半角ではない文字が混ざっています');
  await entry(page, 1).getByRole('button', { name: '半角に直して入力欄へ' }).click();
  await expect(input).toHaveValue('kubectl get pods -o name');
  await expect(input).toBeFocused();
  await input.press('Enter');
  await expect(entry(page, 2)).toContainText('pod/api-');
});

test('pasted lines run one by one, a loop as a whole, and the last waits', async ({ page }) => {
  const input = await openLab(page, `en/${E2}`);
  await input.evaluate((field, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, 'echo first\nfor i in a b; do\n  echo "[$i]"\ndone\necho last');
  await expect(input).toHaveValue('echo last');
  await expect(entry(page, 1).locator('.printed')).toHaveText('first\n');
  await expect(entry(page, 2).locator('.printed')).toHaveText('[a]\n[b]\n');
  await expect(entry(page, 3)).toHaveCount(0);
});

test('an unfinished line asks for more', async ({ page }) => {
  const input = await openLab(page, `en/${E2}`);
  await enter(input, 'cat <<EOF');
  await expect(page.locator('.shell-line .prompt')).toHaveText('> ');
  await enter(input, 'hello');
  await enter(input, 'EOF');
  await expect(entry(page, 1).locator('.printed')).toHaveText('hello\n');
});

test('long output is folded, with the whole of it one button away, and read once', async ({ page }) => {
  const input = await openLab(page, `en/${E2}`);
  await enter(input, 'seq 200');
  await expect(entry(page, 1).locator('.printed')).not.toContainText('150');
  await expect(page.getByRole('status').filter({ hasText: '200 lines of output, exit code 0' })).toHaveCount(1);
  await entry(page, 1).getByRole('button', { name: 'Show all 200 lines' }).click();
  await expect(entry(page, 1).locator('.printed')).toContainText('200');
  await enter(input, 'echo short');
  await expect(page.locator('.shell [role=status]')).toHaveText('1 line of output, exit code 0. short');
});

test('a command explains itself in both languages, and leads to the drawing', async ({ page }) => {
  const input = await openLab(page, `ja/${E2}`);
  await enter(input, 'kubectl get service api');
  await entry(page, 1).getByRole('button', { name: '説明' }).click();
  await expect(entry(page, 1).locator('.explanation li')).toHaveText([
    '手元のマシンのシェルで実行しました。',
    'APIサーバーに、名前空間shopのservices「api」の読み取りを頼みました。応答は200です。',
    '終了コードは0（成功）です。',
  ]);
  await page.locator('a[data-language=en]').click();
  await expect(entry(page, 1).locator('.explanation li').nth(1)).toHaveText(
    'The API server was asked to read services “api” in the namespace shop, and answered 200.',
  );
  await enter(input, 'kubectl get pods');
  await entry(page, 2).locator('.word').first().click();
  await expect(page.locator('.look')).toContainText('api-');
  await expect(page.locator('.chart-sheet .brackets')).toHaveCount(1);
});

test('a packet is followed from the line that sent it', async ({ page }) => {
  await openLab(page, `en/${E2}`);
  await page.getByRole('tab', { name: 'debug' }).click();
  const input = inputOf(page);
  await enter(input, 'curl -sS -m 2 http://api/');
  await entry(page, 1).getByRole('button', { name: 'Explain' }).click();
  await expect(entry(page, 1).locator('.explanation')).toContainText('The answer is 10.96.');
  await expect(entry(page, 1).locator('.explanation')).toContainText('It was refused (REJECT).');
  await entry(page, 1)
    .getByRole('button', { name: /^Show the trace 10\.96/ })
    .click();
  await expect(page.locator('.trace .broken')).toHaveCount(1);
});

test('a capture in one pane hears what another shell of the same Pod sends', async ({ page }) => {
  await openLab(page, `ja/${E2}`);
  await page.getByRole('tab', { name: 'debug', exact: true }).click();
  await enter(inputOf(page), 'tcpdump -ni eth0 udp port 53').catch(() => undefined);
  await expect(page.locator('.shell-running')).toContainText('実行中');
  await page.getByRole('button', { name: '2つ並べる' }).click();
  await expect(page.locator('.shell')).toHaveCount(2);
  await page.locator('.shell').nth(1).locator('textarea').focus();
  await page.getByRole('combobox', { name: 'シェルを開く場所' }).selectOption('shop/debug');
  await expect(page.getByRole('tab', { name: 'debug 2' })).toHaveAttribute('aria-selected', 'true');
  const second = page.locator('.shell').nth(1);
  await enter(second.locator('textarea'), 'dig +short api.shop.svc.cluster.local');
  const capture = page.locator('.shell').first();
  await expect(capture.locator('.printed')).toContainText('A? api.shop.svc.cluster.local.');
  await capture.getByRole('button', { name: '止める（Ctrl+C）' }).click();
  await expect(capture.locator('.printed')).toContainText('^C\n2 packets captured');
  await expect(capture.locator('textarea')).toBeFocused();
});

for (const [language, words] of [
  [
    'ja',
    {
      split: '2つ並べる',
      place: 'シェルを開く場所',
      stop: '止める（Ctrl+C）',
      running: '実行中',
      save: '保存して閉じる',
      leave: '保存せずに閉じる',
      editor: 'エディター',
    },
  ],
  [
    'en',
    {
      split: 'Two side by side',
      place: 'Where to open a shell',
      stop: 'Stop (Ctrl+C)',
      running: 'running',
      save: 'Save and close',
      leave: 'Close without saving',
      editor: 'Editor',
    },
  ],
] as const) {
  test(`a forwarded port leads from one shell to a Pod, and ends with Ctrl+C, ${language}`, async ({ page }) => {
    const input = await openLab(page, `${language}/${E2}`);
    await input.fill('kubectl port-forward deploy/api 8080:8080');
    await input.press('Enter');
    const [first, second] = [page.locator('.shell').first(), page.locator('.shell').nth(1)];
    await expect(first.locator('.shell-running')).toContainText(words.running);
    await expect(first.locator('.printed').last()).toHaveText('Forwarding from 127.0.0.1:8080 -> 8080\nForwarding from [::1]:8080 -> 8080\n');
    await page.getByRole('button', { name: words.split }).click();
    await second.locator('textarea').focus();
    await page.getByRole('combobox', { name: words.place }).selectOption('operator');
    await enter(second.locator('textarea'), 'curl -sS http://127.0.0.1:8080/hostname');
    await expect(second.locator('.printed').last()).toHaveText(/^api-/);
    await expect(first.locator('.printed').last()).toContainText('Handling connection for 8080');
    await first.getByRole('button', { name: words.stop }).click();
    await expect(first.locator('.shell-running')).toHaveCount(0);
    await enter(second.locator('textarea'), 'curl -sS http://127.0.0.1:8080/hostname');
    await expect(second.locator('.printed').last()).toContainText('curl: (7) Failed to connect to 127.0.0.1 port 8080');
  });

  test(`kubectl edit opens an editor, again where the server refuses, and changes the Service, ${language}`, async ({ page }) => {
    const input = await openLab(page, `${language}/${E2}`);
    await input.fill('kubectl edit svc api');
    await input.press('Enter');
    const editor = page.getByRole('textbox', { name: words.editor });
    await expect(editor).toBeFocused();
    await expect(editor).toHaveValue(/^# Please edit the object below\. Lines beginning with a '#' will be ignored,\n/);
    await editor.fill((await editor.inputValue()).replace('port: 80\n', 'port: 99999\n'));
    await page.getByRole('button', { name: words.save }).click();
    await expect(editor).toHaveValue(/# \* spec\.ports\[0\]\.port: Invalid value: 99999/);
    await expect(entry(page, 1).locator('.printed')).toHaveText('error: services "api" is invalid\n');
    expect(await accessibilityFaults(page, { within: '.pane-terminal' })).toEqual([]);
    await editor.fill((await editor.inputValue()).replace('port: 99999\n', 'port: 81\n'));
    await editor.press('Control+Enter');
    await expect(entry(page, 1).locator('.printed')).toContainText('service/api edited');
    await expect(input).toBeFocused();
    await enter(input, "kubectl get svc api -o jsonpath='{.spec.ports[0].port}'");
    await expect(entry(page, 2).locator('.printed')).toHaveText('81');
    await input.fill('kubectl edit svc api');
    await input.press('Enter');
    await page.getByRole('button', { name: words.leave }).click();
    await expect(entry(page, 3).locator('.printed')).toHaveText('Edit cancelled, no changes made.\n');
  });
}

test('help teaches beside what the shell prints, and its examples go into the line', async ({ page }) => {
  const input = await openLab(page, `en/${E2}`);
  await enter(input, 'help');
  await expect(entry(page, 1).locator('.shell-help')).toContainText('What this terminal can do');
  await entry(page, 1).getByRole('button', { name: 'Put kubectl get pods -o wide into the input' }).click();
  await expect(input).toHaveValue('kubectl get pods -o wide');
});

for (const scheme of ['light', 'dark'] as const)
  test(`the terminal has no fault that axe finds, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const input = await openLab(page, `ja/${E2}`);
    await enter(input, 'kubectl get pods');
    await enter(input, 'help');
    await entry(page, 1).getByRole('button', { name: '説明' }).click();
    await input.fill('kubectl get s');
    await input.press('Tab');
    await expect(page.getByRole('listbox')).toBeVisible();
    expect(await accessibilityFaults(page, { within: '.pane-terminal' })).toEqual([]);
  });

for (const width of [390, 320])
  test(`on a phone of ${width} px commands are typed with keys on the page`, async ({ page }) => {
    await page.setViewportSize({ width, height: 740 });
    await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
    await page.goto(`ja/${E2}`);
    await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
    await page.locator('.dock').getByRole('button', { name: 'ターミナル' }).click();
    const input = inputOf(page);
    await input.fill('kubectl get serv');
    await page.getByRole('button', { name: 'Tab', exact: true }).click();
    await expect(offered(page)).toHaveText(['serviceaccounts', 'servicecidrs.networking.k8s.io', 'services']);
    await offered(page)
      .filter({ hasText: /^services$/ })
      .click();
    await expect(input).toHaveValue('kubectl get services ');
    await input.press('Enter');
    await expect(entry(page, 1)).toContainText('ClusterIP');
    await page.getByRole('button', { name: '文字を大きく' }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

test('an exercise is solved in the terminal alone, without a mouse', async ({ page }) => {
  const input = await openLab(page, `en/${E2}`);
  await input.focus();
  const type = async (line: string): Promise<void> => {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  };
  await type('k get pods --show-labels');
  await expect(entry(page, 1)).toContainText('app=shop-api');
  await type('k get endpointslices');
  await expect(entry(page, 2)).toContainText('<unset>');
  await page.keyboard.type('sed -i s/shopapi/shop-api/ serv');
  await page.keyboard.press('Tab');
  await expect(input).toHaveValue('sed -i s/shopapi/shop-api/ service.yaml ');
  await page.keyboard.press('Enter');
  await type('k apply -f service.yaml');
  await expect(page.locator('.success')).toBeVisible();
  await expect(page.locator('.editor-place textarea')).toHaveValue(/app: shop-api/);
});

for (const language of ['ja', 'en']) {
  test(`kubectl exec -it leads into the Pod's shell and exit leads back (${language})`, async ({ page }) => {
    const input = await openLab(page, `${language}/${E2}`);
    const prompt = page.locator('.shell-line .prompt').first();
    await page.locator('[role=tab][id$="-tab-operator"]').click();
    await expect(prompt).toHaveText('operator:~$ ');
    await enter(input, 'kubectl exec -it debug -- sh');
    await expect(prompt).toHaveText('debug:~$ ');
    await enter(input, 'hostname');
    await expect(page.locator('li[data-number]').last().locator('.printed')).toHaveText('debug');
    await enter(input, 'exit 4');
    await expect(prompt).toHaveText('operator:~$ ');
    await expect(page.locator('li[data-number]').last().locator('.printed')).toHaveText('command terminated with exit code 4');
  });
}
