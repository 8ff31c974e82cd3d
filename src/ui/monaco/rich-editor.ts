import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/tokenization/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/languages/definitions/yaml/register';
import { editor, KeyCode, MarkerSeverity, Uri } from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import type { Diagnostic } from '../../engine/index.ts';
import { explainManifests, type ManifestAsker } from './manifest-language.ts';
import { followTheme } from './theme.ts';

export interface RichEditorHandle {
  /** Shows a file. Its undo history is kept when another one is shown meanwhile. */
  show(file: string, text: string, label: string): void;
  mark(file: string, problems: readonly Diagnostic[], say: (diagnostic: Diagnostic) => string): void;
  goTo(offset: number): void;
  dispose(): void;
}

let editors = 0;

/** An editor in place of the text field: same text, same problems, same grading. Offsets become lines and columns here only. */
export function createRichEditor(
  place: HTMLElement,
  doing: { readonly edit: (file: string, text: string) => void; readonly asker: ManifestAsker },
): RichEditorHandle {
  // Never fetched with these options; Monaco asks for it all the same.
  self.MonacoEnvironment ??= { getWorker: () => new EditorWorker() };
  const folder = `lab-${++editors}`;
  const models = new Map<string, editor.ITextModel>();
  const silenced: (() => void)[] = [];
  const quiet = followTheme();
  let file = '';
  let escaped = false;

  const code = editor.create(place, {
    model: null,
    // `followTheme` knows of forced colours; Monaco would put a look of its own in their place, and another one back.
    autoDetectHighContrast: false,
    automaticLayout: true,
    ariaLabel: '',
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--f-code'),
    // As the page's own code: a wall and a reader's settings make it larger.
    fontSize: Math.round(0.875 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)),
    lineHeight: 1.57,
    fontLigatures: false,
    minimap: { enabled: false },
    lineNumbersMinChars: 3,
    glyphMargin: true,
    folding: false,
    lineDecorationsWidth: 6,
    padding: { top: 8 },
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    renderLineHighlight: 'line',
    renderWhitespace: 'selection',
    renderFinalNewline: 'on',
    wordBasedSuggestions: 'off',
    occurrencesHighlight: 'off',
    links: false,
    tabSize: 2,
    insertSpaces: true,
    detectIndentation: false,
    unicodeHighlight: { ambiguousCharacters: false, allowedLocales: { ja: true } },
    accessibilitySupport: 'auto',
    cursorBlinking: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'solid' : 'blink',
    scrollbar: { alwaysConsumeMouseWheel: false },
    fixedOverflowWidgets: true,
    contextmenu: false,
    // Tab takes a suggestion. Enter stays a line break: it must not be swallowed by an offer of what already stands there.
    acceptSuggestionOnEnter: 'off',
    snippetSuggestions: 'none',
  });
  // Esc, then Tab leaves: the next Tab moves the focus instead of the text. Options change only when they must: a change in the
  // middle of a key press swallows the Enter that is being pressed.
  let leaving = false;
  const leave = (wanted: boolean): void => {
    if (leaving === wanted) return;
    leaving = wanted;
    code.updateOptions({ tabFocusMode: wanted });
  };
  code.onKeyDown(({ keyCode }) => {
    if (keyCode === KeyCode.Tab && escaped) leave(true);
    escaped = keyCode === KeyCode.Escape || (escaped && keyCode === KeyCode.Shift);
  });
  code.onDidBlurEditorWidget(() => {
    escaped = false;
    leave(false);
  });

  const modelOf = (name: string, text: string): editor.ITextModel => {
    const known = models.get(name);
    if (known) return known;
    const model = editor.createModel(text, 'yaml', Uri.from({ scheme: 'minato', path: `/${folder}/${name}` }));
    model.onDidChangeContent(() => doing.edit(name, model.getValue()));
    models.set(name, model);
    silenced.push(explainManifests(model, doing.asker));
    return model;
  };

  return {
    show(name, text, label) {
      const model = modelOf(name, text);
      if (model.getValue() !== text) model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
      if (file !== name) code.setModel(model);
      file = name;
      code.updateOptions({ ariaLabel: label });
    },
    mark(name, problems, say) {
      const model = models.get(name);
      if (!model) return;
      const markers = problems.map((diagnostic) => {
        const from = model.getPositionAt(diagnostic.span.start);
        const to = model.getPositionAt(Math.max(diagnostic.span.end, diagnostic.span.start + 1));
        return {
          severity: diagnostic.severity === 'error' ? MarkerSeverity.Error : MarkerSeverity.Warning,
          message: diagnostic.english === undefined ? say(diagnostic) : `${say(diagnostic)}\n${diagnostic.english}`,
          startLineNumber: from.lineNumber,
          startColumn: from.column,
          endLineNumber: to.lineNumber,
          endColumn: to.column,
        };
      });
      editor.setModelMarkers(model, 'minato', markers);
    },
    goTo(offset) {
      const position = code.getModel()?.getPositionAt(offset);
      if (!position) return;
      code.setPosition(position);
      code.revealPositionInCenterIfOutsideViewport(position);
      code.focus();
    },
    dispose() {
      quiet();
      for (const stop of silenced) stop();
      code.dispose();
      for (const model of models.values()) model.dispose();
    },
  };
}
