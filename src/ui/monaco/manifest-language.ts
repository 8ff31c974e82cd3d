import 'monaco-editor/features/suggest/register';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import { languages, type editor, type IMarkdownString, type IRange } from 'monaco-editor/editor';
import type { Completions, FieldFacts } from '../../worker/protocol.ts';

/** What an editor asks the worker about its text, and the words for what comes back. */
export interface ManifestAsker {
  readonly complete: (text: string, offset: number) => Promise<Completions>;
  readonly describe: (text: string, offset: number) => Promise<FieldFacts | undefined>;
  /** The sentence of a taught field; `undefined` for every other. */
  readonly sentence: (id: string) => string | undefined;
  readonly words: () => { readonly default: string; readonly values: string; readonly inCluster: string };
}

/** Askers by the address of their model: Monaco knows one set of providers for a language, a page has several labs. */
const askers = new Map<string, ManifestAsker>();

const KINDS = {
  field: languages.CompletionItemKind.Field,
  value: languages.CompletionItemKind.EnumMember,
  cluster: languages.CompletionItemKind.Reference,
} as const;

let registered = false;

/** Lets an editor's model be completed and explained; returns how to stop. */
export function explainManifests(model: editor.ITextModel, asker: ManifestAsker): () => void {
  register();
  const key = model.uri.toString();
  askers.set(key, asker);
  return () => askers.delete(key);
}

function register(): void {
  if (registered) return;
  registered = true;
  languages.registerCompletionItemProvider('yaml', {
    triggerCharacters: [' ', ':', '\n'],
    async provideCompletionItems(model, position) {
      const asker = askers.get(model.uri.toString());
      if (!asker) return { suggestions: [] };
      const offset = model.getOffsetAt(position);
      const { span, items } = await asker.complete(model.getValue(), offset).catch(() => ({ span: { start: offset, end: offset }, items: [] }));
      const range = rangeOf(model, span.start, span.end);
      const suggestions = items.map((item, i) => ({
        label: item.label,
        kind: KINDS[item.kind],
        insertText: item.insert,
        detail: item.kind === 'cluster' ? [asker.words().inCluster, item.detail].filter(Boolean).join(': ') : item.detail,
        ...(item.fieldId && asker.sentence(item.fieldId) ? { documentation: asker.sentence(item.fieldId) as string } : {}),
        sortText: String(i).padStart(4, '0'),
        range,
      }));
      return { suggestions };
    },
  });
  languages.registerHoverProvider('yaml', {
    async provideHover(model, position) {
      const asker = askers.get(model.uri.toString());
      const facts = await asker?.describe(model.getValue(), model.getOffsetAt(position)).catch(() => undefined);
      if (!asker || !facts) return null;
      const contents: IMarkdownString[] = [{ value: `**${facts.path}**: ${facts.type}` }];
      const sentence = asker.sentence(facts.id);
      if (sentence) contents.push({ value: sentence });
      const more = [
        ...(facts.default === undefined ? [] : [`${asker.words().default}: \`${facts.default}\``]),
        ...(facts.values ? [`${asker.words().values}: ${facts.values.map((value) => `\`${value}\``).join(', ')}`] : []),
      ];
      if (more.length > 0) contents.push({ value: more.join('  \n') });
      return { contents, range: rangeOf(model, facts.span.start, facts.span.end) };
    },
  });
}

function rangeOf(model: editor.ITextModel, start: number, end: number): IRange {
  const from = model.getPositionAt(start);
  const to = model.getPositionAt(end);
  return { startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column };
}
