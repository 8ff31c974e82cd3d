import { editor } from 'monaco-editor/editor';

let followers = 0;
let stop = (): void => undefined;

/** Dresses every Monaco editor of the page in the page's own tokens, now and whenever the theme changes. Returns the end. */
export function followTheme(): () => void {
  if (++followers === 1) {
    dress();
    const media = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
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

function dress(): void {
  const style = getComputedStyle(document.documentElement);
  const color = (token: string): string => hex(style.getPropertyValue(token).trim());
  const bare = (token: string): string => color(token).slice(1);
  const dark = style.colorScheme.includes('dark');
  editor.defineTheme('minato', {
    base: dark ? 'vs-dark' : 'vs',
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
    },
  });
  editor.setTheme('minato');
}

/** Monaco takes six hexadecimal digits only. */
function hex(value: string): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  return short ? `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}` : value;
}
