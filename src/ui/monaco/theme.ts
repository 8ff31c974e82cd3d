import { editor } from 'monaco-editor/editor';

let followers = 0;
let stop = (): void => undefined;

/** Dresses every Monaco editor of the page in the page's own tokens, now and whenever the theme changes. Returns the end. */
export function followTheme(): () => void {
  if (++followers === 1) {
    dress();
    const media = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'].map((query) => matchMedia(query));
    for (const one of media) one.addEventListener('change', dress);
    const watch = new MutationObserver(dress);
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    stop = () => {
      watch.disconnect();
      for (const one of media) one.removeEventListener('change', dress);
    };
  }
  return () => {
    if (--followers === 0) stop();
  };
}

/** What a token is where the reader's own colours are forced; any other is text. */
const FORCED: { readonly [token: string]: string } = { '--sheet': 'Canvas', '--sunk': 'Canvas', '--mark-wash': 'Highlight', '--focus': 'Highlight' };

function dress(): void {
  const style = getComputedStyle(document.documentElement);
  const forced = matchMedia('(forced-colors: active)').matches;
  const color = (token: string): string => (forced ? systemColor(FORCED[token] ?? 'CanvasText') : hex(style.getPropertyValue(token).trim()));
  const bare = (token: string): string => color(token).slice(1);
  const dark = forced ? isDark(color('--sheet')) : style.colorScheme.includes('dark');
  editor.defineTheme('minato', {
    base: forced ? (dark ? 'hc-black' : 'hc-light') : dark ? 'vs-dark' : 'vs',
    inherit: false,
    rules: [
      { token: '', foreground: bare('--ink') },
      { token: 'type', foreground: bare('--y-key'), fontStyle: 'bold' },
      { token: 'string', foreground: bare('--y-str') },
      { token: 'number', foreground: bare('--y-num') },
      { token: 'keyword', foreground: bare('--y-str') },
      { token: 'comment', foreground: bare('--y-com') },
      { token: 'operators', foreground: bare('--y-punct') },
      { token: 'delimiter', foreground: bare('--y-punct') },
    ],
    colors: {
      'editor.background': color('--sheet'),
      'editor.foreground': color('--ink'),
      'editor.lineHighlightBackground': color('--sunk'),
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': color('--mark-wash'),
      'editorLineNumber.foreground': color('--ink-3'),
      'editorLineNumber.activeForeground': color('--ink'),
      'editorCursor.foreground': color('--ink'),
      'editorError.foreground': color('--broken'),
      'editorWarning.foreground': color('--wait'),
      'editorIndentGuide.background1': color('--rule'),
      'editorWidget.background': color('--sheet'),
      'editorWidget.border': color('--edge'),
      'editorHoverWidget.background': color('--sheet'),
      'editorHoverWidget.border': color('--edge'),
      focusBorder: color('--focus'),
      ...(forced ? { contrastBorder: color('--ink'), 'editor.selectionForeground': systemColor('HighlightText') } : {}),
    },
  });
  editor.setTheme('minato');
}

/** One of the colours that the reader's system has chosen, as six hexadecimal digits. */
function systemColor(name: string): string {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = name;
  const parts = getComputedStyle(probe).color.match(/[\d.]+/gu) ?? [];
  probe.remove();
  return `#${parts
    .slice(0, 3)
    .map((part) => Math.round(Number(part)).toString(16).padStart(2, '0'))
    .join('')}`;
}

const isDark = (color: string): boolean => [1, 3, 5].reduce((sum, at) => sum + Number.parseInt(color.slice(at, at + 2), 16), 0) < 384;

/** Monaco takes six hexadecimal digits only. */
function hex(value: string): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  return short ? `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}` : value;
}
