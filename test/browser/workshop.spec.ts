import { expect as hasty, test, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { readAgendas } from '../../src/workshop/read-course-facts.ts';
import { accessibilityFaults, faultsInEveryTheme } from './accessibility.ts';

/** Windows with several workers take their time on a busy machine. */
const expect = hasty.configure({ timeout: 20_000 });

const ROOM = '33E-WTD';
const [ninety] = readAgendas();
if (!ninety) throw new Error('there is no agenda');

/** What a page complained of. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

async function presenterAndAudience(context: BrowserContext, agenda: string): Promise<{ readonly presenter: Page; readonly audience: Page }> {
  const presenter = await context.newPage();
  await presenter.goto(`/ja/workshop/presenter/?agenda=${agenda}&room=${ROOM}`);
  await expect(presenter.locator('.presenter')).toHaveAttribute('data-ready', 'true');
  const [audience] = await Promise.all([context.waitForEvent('page'), presenter.getByRole('button', { name: '投影の画面を別の窓で開く' }).click()]);
  await expect(audience.locator('.audience')).toHaveAttribute('data-ready', 'true');
  await expect(presenter.getByText('投影の画面とつながっています')).toBeVisible();
  return { presenter, audience };
}

test.describe('presenter and audience', () => {
  test('go through all of the ninety minutes together; the wall shows every exercise passed, and never a note', async ({ context }) => {
    test.setTimeout(180_000);
    const { presenter, audience } = await presenterAndAudience(context, 'ninety-minutes');
    const complaints = [complaintsOf(presenter), complaintsOf(audience)];
    await presenter.getByRole('button', { name: '始める' }).click();
    for (const [index, step] of ninety.steps.entries()) {
      await expect(presenter.locator('.presenter')).toHaveAttribute('data-step', String(index));
      await expect(audience.locator('.wall')).toHaveAttribute('data-step', String(index));
      await expect(audience.locator('.wall h2').first()).toHaveText(step.title.ja);
      await expect(presenter.locator('.presenter-notes')).toHaveText(step.notes.ja);
      expect(await audience.locator('body').innerText()).not.toContain(step.notes.ja.slice(0, 20));
      for (const exercise of step.exercises) {
        await expect(presenter.locator('.expected li').first(), exercise).toBeVisible();
        await presenter.getByRole('radio', { name: /演習を映す/u }).check();
        await presenter.getByRole('button', { name: '答えの状態' }).click();
        const bench = audience.locator('.wall .workbench');
        await expect(bench).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
        await expect(bench.locator('.dock-state.ready')).toBeVisible();
      }
      // Whatever was chosen last, the page keys of a remote lead on.
      if (index < ninety.steps.length - 1) await presenter.keyboard.press('PageDown');
    }
    const [notes] = await Promise.all([presenter.waitForEvent('download'), presenter.getByRole('button', { name: '覚え書きを全部保存' }).click()]);
    const saved = readFileSync(await notes.path(), 'utf8');
    for (const step of ninety.steps) expect(saved).toContain(step.notes.ja);
    await expect(presenter.getByText('進行表は終わりです')).toBeVisible();
    expect(complaints.flat()).toEqual([]);
    // Nothing of what was shown is anybody's work.
    expect(await audience.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('minato:work:')))).toEqual([]);
  });

  test('the wall is read from afar: letters of 24 px, full contrast, both languages at once; one screen does, too', async ({ context }) => {
    const { presenter, audience } = await presenterAndAudience(context, 'ninety-minutes');
    await presenter.keyboard.press('ArrowRight');
    await presenter.keyboard.press('ArrowRight');
    await presenter.getByRole('radio', { name: '日本語と英語を並べる' }).check();
    await expect(audience.locator('.wall h2')).toHaveText(['エンドポイントが空っぽ', 'No endpoints at all']);
    await expect(audience.locator('html')).toHaveAttribute('data-theme', 'contrast');
    const sizeOf = (selector: string): Promise<number> =>
      audience
        .locator(selector)
        .first()
        .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    for (const selector of ['.step-say', '.step-exercises b', '.wall-place']) expect(await sizeOf(selector), selector).toBeGreaterThanOrEqual(24);
    await presenter.getByRole('radio', { name: /演習を映す/u }).check();
    await expect(audience.locator('.wall .workbench')).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
    await expect(audience.locator('.wall-summaries p')).toHaveCount(2);
    await expect
      .poll(() =>
        audience
          .locator('.code-paint, .view-lines')
          .first()
          .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
      )
      .toBeGreaterThanOrEqual(24);
    await audience.getByRole('button', { name: 'ターミナル' }).click();
    await audience.getByRole('textbox', { name: 'コマンド' }).fill('kubectl get pods');
    await audience.keyboard.press('Enter');
    await expect(audience.locator('.shell-log')).toContainText('Running');
    expect(await sizeOf('.shell-log pre')).toBeGreaterThanOrEqual(24);
    expect(await accessibilityFaults(audience)).toEqual([]);
    await presenter.getByRole('button', { name: 'この窓に投影する(1画面)' }).click();
    await expect(presenter.locator('.wall')).toBeVisible();
    expect(await presenter.locator('.presenter-notes').count()).toBe(0);
    await presenter.getByRole('button', { name: '覚え書きに戻る' }).click();
    await expect(presenter.locator('html')).not.toHaveAttribute('data-theme', 'contrast');
  });

  test('time: more of it, none of it moving on by itself, and how far behind', async ({ page }) => {
    await page.clock.install({ time: new Date('2026-11-21T09:00:00') });
    await page.goto('/en/workshop/presenter/?agenda=ninety-minutes');
    await expect(page.locator('.presenter')).toHaveAttribute('data-ready', 'true');
    const clock = page.locator('.step-clock');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.clock.runFor(60_000);
    await expect(clock).toContainText(/[43]:\d\d/u);
    await page.getByRole('button', { name: '+5 min' }).click();
    await expect(clock).toContainText(/[98]:\d\d/u);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.clock.runFor(120_000);
    await expect(clock).toContainText('Paused');
    await expect(clock).toContainText(/[98]:\d\d/u);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.clock.runFor(10 * 60_000);
    await expect(clock).toHaveAttribute('data-is', 'over');
    await expect(clock).toContainText(/1:\d\d over/u);
    await expect(page.locator('.drift')).toHaveText('8 minutes behind');
    await expect(page.locator('.presenter')).toHaveAttribute('data-step', '0');
    await page.reload();
    await expect(page.locator('.drift')).toHaveText('8 minutes behind');
  });
});

test.describe('a learner in a room', () => {
  const exercise = `exercises/l02-e2-no-endpoints/?room=${ROOM}`;
  const code = (page: Page) => page.locator('.room-strip [data-code]');

  test('catches up, keeps the own work, passes, and hands in a code and a file that are counted and graded again', async ({ page, context }) => {
    test.slow();
    const complaints = complaintsOf(page);
    await page.goto(`/en/${exercise}`);
    await expect(code(page)).toHaveText(/^[34679ACDEFGHJKMNPQRTWXY]{5}$/u);
    const atFirst = await code(page).innerText();
    await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
    await page.getByRole('button', { name: 'Need help' }).click();
    await page.getByRole('textbox', { name: 'Command', exact: true }).fill('kubectl get pods');
    await page.keyboard.press('Enter');
    await expect(page.locator('.shell-log')).toContainText('Running');
    await expect.poll(() => page.evaluate(() => localStorage.getItem('minato:work:L02-E2'))).toContain('kubectl get pods');
    // What is to stay untouched passes once something was tried.
    await expect(code(page)).not.toHaveText(atFirst);
    const ownCode = await code(page).innerText();

    await page.goto(`/en/${exercise}&load=middle`);
    await expect(page.locator('.strip-said')).toContainText('put aside');
    await expect(page).toHaveURL(new RegExp(`room=${ROOM}$`, 'u'));
    await expect(page.getByRole('button', { name: 'Need help' })).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: /^Apply/u }).click();
    await expect(page.locator('.dock-state.ready')).toBeAttached();
    await expect(code(page)).not.toHaveText(ownCode);
    const passed = await code(page).innerText();
    await page.getByRole('button', { name: 'Show large' }).click();
    await expect(page.locator('.strip-dialog .qr')).toBeVisible();
    await page.getByLabel('What to call you').fill('Mei');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Hand in a result file' }).click()]);
    const file = readFileSync(await download.path(), 'utf8');
    await page.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Bring my work back' }).click();
    await expect(page.locator('.pane-terminal')).toContainText('kubectl get pods');
    await expect(code(page)).toHaveText(ownCode);

    const board = await context.newPage();
    const onBoard = complaintsOf(board);
    await board.goto(`/en/workshop/board/?agenda=ninety-minutes&room=${ROOM}`);
    await expect(board.locator('.board')).toHaveAttribute('data-ready', 'true');
    const slip = passed.slice(0, 4) + (passed.endsWith('3') ? '4' : '3');
    await board.getByRole('textbox', { name: 'Check codes' }).fill(`Mei ${atFirst}\nSato: ${passed}\n${slip}\nMei ${passed}`);
    await expect(board.locator('tr[data-exercise="L02-E2"] td')).toHaveText(['2', '2', '0', '']);
    await expect(board.getByText('one wrong letter, or two neighbors')).toBeVisible();

    const honest = JSON.parse(file) as { work: { passed: boolean; actions: unknown[] }[] };
    const forged = JSON.stringify({ ...honest, name: 'Forger', work: honest.work.map((one) => ({ ...one, passed: true, actions: [] })) });
    await board.locator('.board input[type=file]').setInputFiles([
      { name: 'mei.json', mimeType: 'application/json', buffer: Buffer.from(file) },
      { name: 'forged.json', mimeType: 'application/json', buffer: Buffer.from(forged) },
      { name: 'garbage.json', mimeType: 'application/json', buffer: Buffer.from('{"kind":') },
      { name: 'garbage.json', mimeType: 'application/json', buffer: Buffer.from('{"kind":') },
      {
        name: 'twice.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify({ ...honest, name: 'Twice', work: [...honest.work, ...honest.work] })),
      },
      { name: 'page.json', mimeType: 'application/json', buffer: Buffer.from('{"kind":"<img src=x onerror=alert(1)>"}') },
      {
        name: 'hostile.json',
        mimeType: 'application/json',
        buffer: Buffer.from(
          JSON.stringify({
            ...honest,
            name: '<b>x</b>',
            work: [{ exercise: '../../x' }, { ...honest.work[0], actions: [{ kind: 'run', terminal: 'operator', line: 'while true; do :; done', texts: {} }] }],
          }),
        ),
      },
    ]);
    await expect(board.getByText('4 files graded again.')).toBeVisible({ timeout: 30_000 });
    // An exercise that is in a file twice is graded twice.
    await expect(board.locator('[data-verdict]')).toHaveCount(5);
    await expect(board.locator('[data-verdict]').nth(0)).toContainText('passed');
    await expect(board.locator('[data-verdict]').nth(1)).toContainText('on the way');
    await expect(board.locator('[data-verdict]').nth(3)).toContainText('passed');
    await expect(board.locator('[data-verdict]').nth(4)).toContainText('on the way');
    await expect(board.getByText('garbage.json: no JSON')).toHaveCount(2);
    await expect(board.getByText('page.json: no result file')).toBeVisible();
    await expect(board.getByText('hostile.json: 1 piece of work could not be read')).toBeVisible();
    await expect(board.locator('tr[data-exercise="L02-E2"] td').first()).toHaveText('2');

    const [table] = await Promise.all([board.waitForEvent('download'), board.getByRole('button', { name: 'Save as CSV' }).click()]);
    expect(readFileSync(await table.path(), 'utf8')).toContain(`Mei,L02-E2,5,5,,${passed}`);
    await board.reload();
    await expect(board.locator('tr[data-exercise="L02-E2"] td').first()).toHaveText('2');
    expect([...complaints, ...onBoard]).toEqual([]);

    await page.goto(`/en/workshop/take-home/?agenda=ninety-minutes&room=${ROOM}`);
    await expect(page.locator('[data-exercise="L02-E2"]')).toContainText(ownCode);
    await page.getByLabel('What helped most').fill('the wall & the tile');
    await expect(page.getByRole('link', { name: 'Write the mail' })).toHaveAttribute('href', /the%20wall%20%26%20the%20tile/u);
  });

  test('sees a finished state without losing anything to it, and works with a broken room code', async ({ page }) => {
    await page.goto(`/ja/${exercise}&load=final`);
    await expect(page.locator('.strip-said')).toContainText('保存されず');
    await expect(page.locator('.dock-state.ready, .pane-cluster .sign.ready').first()).toBeAttached();
    expect(await page.evaluate(() => localStorage.getItem('minato:work:L02-E2'))).toBeNull();
    await page.goto('/ja/exercises/l02-e2-no-endpoints/?room=%3Cscript%3E');
    await expect(page.locator('.room-strip')).toContainText('部屋の合言葉を読めません');
    await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
    await page.goto('/ja/exercises/l02-e2-no-endpoints/');
    await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
    await expect(page.locator('.room-strip')).toHaveCount(0);
  });

  test('leaves a shared computer empty for the next one', async ({ page }) => {
    await page.goto(`/en/${exercise}`);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.evaluate(() => localStorage.setItem('minato:work:L02-E2', '{}'));
    await page.goto('/en/workshop/');
    await page.getByRole('button', { name: 'Next learner' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete everything' }).click();
    await expect(page.getByText('Everything was deleted.')).toBeVisible();
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /^minato:(work|learner):/u.test(key)))).toEqual([]);
  });
});

test.describe('agendas', () => {
  test('are walked by keys, each step has an address, and a room stays in it', async ({ page }) => {
    await page.goto(`/en/workshop/ninety-minutes/?room=${ROOM}`);
    await expect(page.locator('.agenda-room')).toHaveText(`Room ${ROOM}`);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(page).toHaveURL(/\?room=33E-WTD#hard-coded-address$/u);
    await expect(page.locator('[aria-current="step"]')).toContainText('One address written down');
    await page.getByRole('link', { name: '日本語' }).click();
    await expect(page.locator('[aria-current="step"]')).toContainText('アドレスを1つ書いておくと');
    await expect(page).toHaveURL(/\/ja\/workshop\/ninety-minutes\/\?room=33E-WTD#hard-coded-address$/u);
    await page.keyboard.press('ArrowLeft');
    await expect(page.locator('[aria-current="step"]')).toContainText('はじめに');
    await expect(page.getByRole('link', { name: 'アドレスを1つ書いておくと' })).toHaveAttribute('href', `?room=${ROOM}#hard-coded-address`);
  });

  test('are rehearsed on this machine within a minute', async ({ page }) => {
    await page.goto('/en/workshop/ninety-minutes/');
    await page.getByRole('button', { name: 'Rehearse' }).click();
    await expect(page.getByText(/^All 10 pass on this machine/u)).toBeVisible({ timeout: 60_000 });
    await expect(page.locator('[data-outcome="passed"]')).toHaveCount(10);
  });

  test('of one’s own are checked line by line in both languages, travel in a link, and lose nothing to a broken one', async ({ page, context }) => {
    await page.goto('/en/workshop/own-agenda/');
    await expect(page.locator('.own-agenda')).toHaveAttribute('data-ready', 'true');
    const text = page.getByRole('textbox', { name: 'Agenda (YAML or JSON)' });
    await text.fill(
      'id: mine\ntitle: "<img src=x onerror=alert(1)>"\nminutes: 9\nsteps:\n  - { id: a, title: One, minutes: 10, mode: you-do, exercises: [L99-E9] }',
    );
    await expect(page.locator('.own-problems li')).toHaveText(['Line 5 steps.0.exercises.0: There is no exercise “L99-E9”. Write an id such as L02-E2.']);
    await page.getByRole('link', { name: '日本語' }).click();
    await expect(page.locator('.own-problems li')).toHaveText(['5行目 steps.0.exercises.0：「L99-E9」という演習はありません。L02-E2の形の番号を書きます。']);
    await page
      .locator('.own-text')
      .fill('id: mine\ntitle: "<img src=x onerror=alert(1)>"\nminutes: 10\nsteps:\n  - { id: a, title: One, minutes: 10, mode: you-do, exercises: [L01-E3] }');
    await expect(page.locator('.agenda-steps > li')).toHaveCount(1);
    // What is being typed stays where it is: the preview comes below it.
    await expect(page.locator('.own-text ~ #preview')).toHaveCount(1);
    await expect(page.locator('.own-agenda img')).toHaveCount(0);
    await expect(page.getByLabel('この進行表のリンク')).toHaveValue(/#a=/u);
    const link = await page.getByLabel('この進行表のリンク').inputValue();
    const other = await (await context.browser()!.newContext()).newPage();
    await other.goto(link);
    await expect(other.locator('.agenda-steps > li')).toContainText(['One']);
    await other.goto(link.slice(0, -20));
    await expect(other.locator('#own-verdict')).toContainText('読めませんでした');
    await expect(other.locator('.agenda-steps > li')).toContainText(['One']);
    await other.context().close();
    await page.goto('/ja/workshop/presenter/?agenda=own');
    await expect(page.locator('.presenter')).toHaveAttribute('data-ready', 'true');
  });

  test('give a room its code, its link and its QR code', async ({ page }) => {
    await page.goto('/en/workshop/');
    await page.getByRole('button', { name: 'Make a new room code' }).click();
    const room = await page.locator('.room-maker').getAttribute('data-room');
    expect(room).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{3}-[34679ACDEFGHJKMNPQRTWXY]{3}$/u);
    await expect(page.getByRole('textbox', { name: 'Link for learners' })).toHaveValue(new RegExp(`/en/workshop/ninety-minutes/\\?room=${room ?? ''}$`, 'u'));
    await expect(page.getByRole('img', { name: 'QR code of the link for learners' })).toBeVisible();
    // Where others find this computer is told last: the link waits for it.
    await page.route('**/.minato/board', async (route) => {
      await new Promise((told) => setTimeout(told, 1000));
      await route.fulfill({ json: { board: true, origins: ['http://192.168.1.5:8080'] } });
    });
    await page.reload();
    await expect(page.locator('.room-maker')).toHaveAttribute('data-room', room ?? '');
    await expect(page.getByRole('textbox', { name: 'Link for learners' })).toHaveValue(
      `http://192.168.1.5:8080/en/workshop/ninety-minutes/?room=${room ?? ''}`,
    );
  });
});

test('over plain http everything works that browsers allow, and the rest is said', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'isSecureContext', { value: false });
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    Object.defineProperty(navigator, 'serviceWorker', { value: undefined });
    Object.defineProperty(crypto, 'subtle', { value: undefined });
    Object.defineProperty(crypto, 'randomUUID', { value: undefined });
  });
  const complaints = complaintsOf(page);
  await page.goto('/en/workshop/');
  await page.getByRole('button', { name: 'Make a new room code' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.locator('.room-maker [role=status]')).not.toBeEmpty();
  await expect(page.getByText('browsers allow no camera')).toBeVisible();
  await page.goto(`/en/workshop/board/?agenda=ninety-minutes&room=${ROOM}`);
  await expect(page.getByText('neither https nor localhost')).toBeVisible();
  await page.goto(`/en/exercises/l02-e2-no-endpoints/?room=${ROOM}`);
  await expect(page.locator('.room-strip [data-code]')).toHaveText(/^\w{5}$/u);
  expect(complaints).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});

const paths = [
  'workshop/',
  'workshop/guide/',
  'workshop/pre-flight/',
  'workshop/status/',
  `workshop/half-day/?room=${ROOM}#capstone`,
  'workshop/own-agenda/',
  `workshop/presenter/?agenda=external-name&room=${ROOM}#dig-answer`,
  'workshop/audience/?agenda=external-name',
  `workshop/board/?agenda=external-name&room=${ROOM}`,
  `workshop/take-home/?agenda=external-name&room=${ROOM}`,
  `exercises/l02-e2-no-endpoints/?room=${ROOM}&load=middle`,
] as const;
/** Every other path in the other language; what is mostly words in both. */
const looked = paths.flatMap((path, i) =>
  (path === 'workshop/guide/' ? (['ja', 'en'] as const) : [i % 2 === 0 ? 'ja' : 'en']).map((language) => ({ path, language })),
);
for (const { path, language } of looked)
  test(`axe finds nothing on /${language}/${path} in any theme, and nothing scrolls sideways at 320 px`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`/${language}/${path}`, { waitUntil: 'networkidle' });
    if (path.startsWith('exercises/')) await expect(page.locator('.strip-said')).toBeVisible();
    await expect(page.locator('h1')).toHaveCount(1);
    expect(await faultsInEveryTheme(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

test('a room whose strip cannot be fetched still opens its lab', async ({ page }) => {
  let refused = 0;
  await page.route(/\/join-room\.[^/]*\.js$/u, (route) => {
    refused += 1;
    return route.abort();
  });
  await page.goto(`en/exercises/l02-e2-no-endpoints/?room=${ROOM}`);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  expect(refused).toBeGreaterThan(0);
  await expect(page.locator('.room-strip')).toHaveCount(0);
  await expect(page.locator('.notice')).toHaveCount(0);
});
