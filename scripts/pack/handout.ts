import { readCourse, readGlossary, readLessons } from '../../src/exercise/load.ts';
import { languages, otherLanguage, type Language } from '../../src/messages/language.ts';
import { handoutWords } from './handout-words.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Words as HTML; `` `…` `` becomes code. */
const inline = (text: string): string => escaped(text).replace(/`([^`]*)`/gu, '<code>$1</code>');

const list = (items: readonly string[], tag = 'ol'): string => `<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`;

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((column) => `<th scope="col">${inline(column)}</th>`).join('');
  const body = rows.map(
    ([first = '', ...others]) => `<tr><th scope="row">${inline(first)}</th>${others.map((cell) => `<td>${inline(cell)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** What the lesson is about, as its own page says it. */
function descriptions(language: Language): ReadonlyMap<string, string> {
  return new Map(readLessons().map(({ lesson, files }) => [lesson.id, /^description: (.*)$/mu.exec(files[`${language}.mdx`] ?? '')?.[1]?.trim() ?? '']));
}

function section(language: Language, withNode: boolean): string {
  const words = handoutWords[language];
  const about = descriptions(language);
  const starts = words.starts.map(([computer, steps]) => `<h3>${inline(computer)}</h3>${list(steps)}`).join('');
  const trouble = words.trouble.map(([what, how]) => `<dt>${inline(what)}</dt><dd>${inline(how)}</dd>`).join('');
  const lessons = readCourse().lessons.map(
    ({ id, title, minutes, exerciseMinutes }) =>
      `<li><strong>${inline(title[language])}</strong> <small>${inline(words.minutes(minutes, exerciseMinutes))}</small><br>${inline(about.get(id) ?? '')}</li>`,
  );
  const other = otherLanguage(language);
  const terms = Object.values(readGlossary()).map((term): readonly [string, string] => [term[language], term[other]]);
  return `<article lang="${language}" id="${language}">
<h2>${inline(words.startTitle)}</h2><p>${inline(words.lead)}</p><p>${inline(words.startLead)}</p>
<p>${inline(withNode ? words.withNode : words.withoutNode)}</p>${starts}
<h3>${inline(words.thenTitle)}</h3>${list(words.then)}<p>${inline(words.privacy)}</p>
<h3>${inline(words.troubleTitle)}</h3><dl>${trouble}</dl>
<h3>${inline(words.checksumTitle)}</h3><p>${inline(words.checksum)}</p>
<h2 class="sheet">${inline(words.sheetTitle)}</h2><p>${inline(words.sheetLead)}</p>${table(words.checks.columns, words.checks.rows)}
<h2>${inline(words.lessonsTitle)}</h2><p>${inline(words.lessonsLead)}</p><ol>${lessons.join('')}</ol>
<h2>${inline(words.termsTitle)}</h2><p>${inline(words.termsLead)}</p>
<dl class="terms">${terms.map(([own, foreign]) => `<div><dt>${inline(own)}</dt><dd lang="${other}">${inline(foreign)}</dd></div>`).join('')}</dl>
</article>`;
}

const STYLE = `
:root{color-scheme:light dark;--paper:#f4f4ef;--ink:#14212c;--dim:#40505b;--rule:#d3d3c9;--sunk:#e9e9e2;--link:#0a4a76}
@media(prefers-color-scheme:dark){:root{--paper:#10181f;--ink:#ece9df;--dim:#b8c1c6;--rule:#33424d;--sunk:#1d2933;--link:#9ccbef}}
*{box-sizing:border-box}
body{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.8 'Hiragino Sans','Noto Sans JP','Noto Sans CJK JP','Yu Gothic Medium',Meiryo,system-ui,sans-serif;overflow-wrap:anywhere}
:lang(en){line-height:1.6}
h1{margin:0;font-size:2rem;line-height:1.3}
h2{margin:3rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--rule);font-size:1.4rem;line-height:1.4}
h3{margin:1.75rem 0 .25rem;font-size:1.0625rem}
article+article{margin-top:5rem;border-top:3px solid var(--ink)}
p,ol,dl{margin:.5rem 0}
small{color:var(--dim)}
a{color:var(--link)}
a:focus-visible,.wide:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code{padding:.05em .3em;background:var(--sunk);font:.88em/1.5 'IBM Plex Mono',ui-monospace,Consolas,Menlo,monospace}
dt{margin-top:.75rem;font-weight:700}
dd{margin:0}
.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.9375rem;line-height:1.6}
th,td{padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--rule);text-align:start;vertical-align:top}
.terms{columns:2;font-size:.9375rem}
.terms div{display:flex;gap:.75em;justify-content:space-between;break-inside:avoid;border-bottom:1px solid var(--rule)}
.terms dt{margin:0}
nav{display:flex;flex-wrap:wrap;gap:0 1.5rem}
nav a{display:inline-block;min-height:24px}
@media(max-width:30rem){.terms{columns:1}}
@page{margin:16mm}
@media print{body{max-width:none;padding:0;background:#fff;color:#000;font-size:10pt}nav{display:none}h2,h3{break-after:avoid}tr,li{break-inside:avoid}.sheet,article+article{break-before:page}.wide{overflow:visible}}
`;

/**
 * The page at the root of the ZIP: how to start, and what can be kept on paper, in both languages. It is one file without script or
 * address, since browsers let a page that is opened from a folder fetch nothing.
 */
export function handout(version: string, withNode: boolean): string {
  const links = languages.map((language) => `<a href="#${language}" lang="${language}">${handoutWords[language].languageName}</a>`).join('');
  return `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="version" content="${escaped(version)}">
<title>Minato（港）</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>Minato（港）</h1><p><small>${escaped(version)}</small></p><nav>${links}</nav></header>
<main>
${languages.map((language) => section(language, withNode)).join('\n')}
</main>
</body>
</html>
`;
}
