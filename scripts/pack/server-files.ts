import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The local server as it ships: its files without types, imports of `./x.ts` as `./x.js`, comments kept. Name → text. */
export function serverFiles(root: string): { readonly [name: string]: string } {
  const room = join(root, 'src/local-server');
  const scripts = readdirSync(room)
    .filter((name) => name.endsWith('.ts'))
    .map((name): [string, string] => {
      const { outputText } = ts.transpileModule(readFileSync(join(room, name), 'utf8'), {
        fileName: name,
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
          rewriteRelativeImportExtensions: true,
        },
      });
      return [name.replace(/\.ts$/u, '.js'), outputText];
    });
  return {
    ...Object.fromEntries(scripts),
    'package.json': `${JSON.stringify({ name: 'minato-local-server', private: true, type: 'module', engines: { node: '>=20' } }, undefined, 2)}\n`,
    'no-node.txt': readFileSync(join(root, 'scripts/pack/no-node.txt'), 'utf8'),
  };
}
