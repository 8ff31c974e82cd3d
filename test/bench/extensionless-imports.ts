/** Imported for its effect: the published engine imports its own files without their endings, which bundlers find and Node does not. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || !context.parentURL?.includes('/@ngrok/webernetes/')) return next(specifier, context);
    for (const ending of ['.js', '/index.js']) {
      try {
        return next(specifier + ending, context);
      } catch {
        // the other ending, or as it is written
      }
    }
    return next(specifier, context);
  },
});
