import { readFileSync } from 'node:fs';
import type { LessonFolder } from '../../src/exercise/load.ts';
import { lineAt, type Breach } from './breach.ts';
import { withoutFences } from './prose.ts';

/** The names of an object that a component writes down: `Ask, Choice`, `checks: ChecksFigure`. */
const namesIn = (file: string, object: RegExp): readonly string[] =>
  (object.exec(readFileSync(file, 'utf8'))?.[1] ?? '').split(',').flatMap((one) => /^\s*'?([\w-]+)/u.exec(one)?.[1] ?? []);

/** Components that a lesson may use, as its page hands them over, and the drawings that there are. */
const COMPONENTS = namesIn('src/layouts/lesson/LessonText.astro', /const components = \{([^}]*)\}/u);
const DRAWINGS = namesIn('src/layouts/lesson/Figure.astro', /const drawings = \{([^}]*)\}/u);

/** The laws of a lesson's components in each language: each is known, opened and closed; whatever else MDX would read as code stands in backticks. */
export function componentBreaches({ files, path }: LessonFolder): readonly Breach[] {
  return ['ja.mdx', 'en.mdx'].flatMap((name) => {
    const source = files[name];
    if (source === undefined) return [];
    const breaches: Breach[] = [];
    const breach = (offset: number, why: string): void => void breaches.push({ file: `${path}/${name}`, line: lineAt(source, offset), why });
    if (!/^---\n(?:.*\n)*?description: \S.*\n(?:.*\n)*?---\n/u.test(source)) breach(0, 'has no description: begin the file with "---", "description: …" and "---", a line for each');
    const text = withoutFences(source);
    const open: { readonly component: string; readonly at: number }[] = [];
    for (const { index, groups } of text.matchAll(/<(?<close>\/?)(?<component>[A-Za-z][\w.-]*)(?<rest>[^<>]*?)(?<self>\/?)>/gu)) {
      const { close = '', component = '', rest = '', self = '' } = groups ?? {};
      if (!COMPONENTS.includes(component)) {
        breach(index, /^[a-z]/u.test(component) ? `<${component}> is HTML, which a lesson has not: write Markdown, or put it in backticks` : `there is no component ${component}: write one of ${COMPONENTS.join(', ')}`);
        continue;
      }
      const drawing = component === 'Figure' ? /name="([^"]*)"/u.exec(rest)?.[1] : undefined;
      if (drawing !== undefined && !DRAWINGS.includes(drawing)) breach(index, `there is no drawing ${drawing}: write one of ${DRAWINGS.join(', ')}`);
      if (self !== '') continue;
      if (close === '') open.push({ component, at: index });
      else if (open.at(-1)?.component === component) open.pop();
      else {
        const last = open.at(-1);
        breach(index, last ? `</${component}> stands where </${last.component}> must: <${last.component}> was opened last` : `</${component}> closes nothing: take it away, or open it above`);
        if (open.some((one) => one.component === component)) while (open.pop()?.component !== component);
      }
    }
    for (const { component, at } of open) breach(at, `<${component}> is never closed: write </${component}>`);
    const outside = text.replace(/<\/?[A-Z][\w.-]*[^<>]*>/gu, (tag) => tag.replace(/[^\n]/gu, ' '));
    for (const { index, 0: mark } of outside.matchAll(/[{}]/gu)) breach(index, `${mark} is code to MDX: put it in backticks`);
    return breaches;
  });
}
