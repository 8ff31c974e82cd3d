import type { Page } from 'puppeteer-core';
import { readExercises } from '../../src/exercise/load.ts';
import { commandLine, type seeded } from '../fuzz/command-lines.ts';
import { mutateText } from '../fuzz/mutations.ts';

type Draw = ReturnType<typeof seeded>;

const folders = readExercises();
const manifests = folders.flatMap(({ files }) =>
  Object.entries(files).flatMap(([path, text]) => (/^(given|starter|solution)\/.*\.yaml$/u.test(path) ? [text] : [])),
);

/** What people do type, between lines that nobody would. */
const LINES = [
  'kubectl get all -A -o wide',
  'kubectl get endpointslices -n shop',
  'kubectl describe service -n shop',
  'kubectl rollout restart deployment -n shop',
  'kubectl scale deployment --all --replicas=4 -n shop',
  'kubectl delete pod --all -n shop',
  'kubectl get pods -n shop -w',
  'kubectl get events -A',
  'dig +search web',
  'curl -sS --max-time 1 http://web.shop/',
  'for i in 1 2 3 4 5; do curl -s http://web.shop/hostname; echo; done',
  'yes | head -n 2000',
  'cat *.yaml',
];

/** Presses one of the elements that can be seen and pressed, if there is one. */
const press = (page: Page, selector: string, nth: number): Promise<boolean> =>
  page.evaluate(
    (wanted, number) => {
      const able = [...document.querySelectorAll<HTMLElement>(wanted)].filter((one) => one.checkVisibility() && !one.matches(':disabled'));
      able[number % Math.max(1, able.length)]?.click();
      return able.length > 0;
    },
    selector,
    nth,
  );

async function typeInto(page: Page, selector: string, text: string, whole: boolean): Promise<boolean> {
  const there = await page.evaluate((wanted) => {
    const field = [...document.querySelectorAll<HTMLElement>(wanted)].find((one) => one.checkVisibility());
    field?.focus();
    return field !== undefined;
  }, selector);
  if (!there) return false;
  if (whole) {
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
  }
  await page.keyboard.sendCharacter(text);
  return true;
}

const FILE_FIELD = '.editor-place textarea, .editor-place .native-edit-context';
const SHELL_FIELD = '.shell-line textarea';

/** What a learner may do next, and how often of a hundred times; each says whether there was something to do it with. */
const ACTIONS: readonly (readonly [name: string, weight: number, act: (page: Page, draw: Draw) => Promise<boolean>])[] = [
  [
    'terminal',
    22,
    async (page, draw) => {
      const line = draw(3) > 0 ? (LINES[draw(LINES.length)] ?? '') : commandLine(draw).replace(/[\0-\x1f]+/gu, ' ');
      const typed = await typeInto(page, SHELL_FIELD, line, true);
      if (typed) await page.keyboard.press('Enter');
      return typed;
    },
  ],
  [
    'edit',
    20,
    (page, draw) => {
      const text = manifests[draw(manifests.length)] ?? '';
      const whole = draw(3) > 0;
      return typeInto(page, FILE_FIELD, whole ? (draw(2) === 0 ? text : mutateText(text, manifests[0] ?? '', draw)) : ['a', ' ', '港', '\n'][draw(4)]!, whole);
    },
  ],
  ['apply', 12, (page) => press(page, '.pane-files .button.first', 0)],
  ['hint', 4, (page, draw) => press(page, '.hints button', draw(8))],
  ['time', 10, (page, draw) => press(page, '.time-acts button, .moment', draw(60))],
  ['check', 10, (page, draw) => press(page, '.check, .clockbar button, .pane-cluster .pane-acts button', draw(30))],
  ['tab', 6, (page, draw) => press(page, '[role=tab], .dock button', draw(12))],
  ['answer', 5, (page, draw) => press(page, '.pane-task input, .pane-files input, .pane-task summary', draw(30))],
  ['anything', 8, (page, draw) => press(page, '.workbench button, .workbench summary', draw(200))],
  ['language', 2, (page) => press(page, 'a[data-language]', 0)],
  ['reload', 1, async (page) => (await page.reload(), true)],
];
const WHOLE = ACTIONS.reduce((sum, [, weight]) => sum + weight, 0);

/** A place where something can be done: an exercise, or the playground one time in five; in either language. */
export function drawPlace(draw: Draw): string {
  const language = ['ja', 'en'][draw(2)]!;
  return draw(5) === 0 ? `/${language}/playground/` : `/${language}/exercises/${folders[draw(folders.length)]!.slug}/`;
}

/** Does one thing by the seed and gives its name; one that the page has nothing for is left out. */
export async function actOnce(page: Page, draw: Draw): Promise<string> {
  for (;;) {
    let left = draw(WHOLE);
    const [name, , act] = ACTIONS.find(([, weight]) => (left -= weight) < 0)!;
    if (await act(page, draw)) return name;
  }
}
