import { isLanguage, type Language } from '../messages/language.ts';

declare global {
  interface DocumentEventMap {
    /** The page's words have changed to this language; what holds work changes its own. */
    'minato:language': CustomEvent<string>;
  }
}

/**
 * Follows the page's language: `prepare` fetches what it needs and gives back the change itself, so that words never mix.
 * Of two quick changes the later one counts. A page that changed before this began is caught up with.
 */
export function followLanguage(current: Language, prepare: (language: Language) => Promise<() => void>): () => void {
  let wanted = current;
  const change = (language: string): void => {
    if (!isLanguage(language) || language === wanted) return;
    wanted = language;
    prepare(language)
      .then((apply) => {
        if (wanted === language) apply();
      })
      .catch((problem: unknown) => {
        // Without the network the lab keeps the words it has; nothing of the work is touched.
        console.warn(problem);
        wanted = current;
      });
  };
  const listen = ({ detail }: DocumentEventMap['minato:language']): void => change(detail);
  document.addEventListener('minato:language', listen);
  change(document.documentElement.lang);
  return () => document.removeEventListener('minato:language', listen);
}
