// base64, sha256sum, sha1sum and md5sum as coreutils 9.1 has them.
import { encodeBase64, textOfBase64 } from '../api/base64.ts';
import { sha256 } from '../api/sha256.ts';
import type { Process, Program, ProgramTable, Running } from '../machine/process.ts';
import { md5 } from './md5.ts';
import { readOptions } from './options.ts';
import { inputsOf, linesOf, readAll } from './text-input.ts';
import { sha1 } from './sha1.ts';

function* base64(process: Process): Running {
  const options = readOptions(process, { short: 'dw:i', long: { decode: 'd', wrap: 'w', 'ignore-garbage': 'i' } });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  if (failed) return 1;
  const text = yield* readAll(inputs);
  if (options.has('d')) {
    const letters = text.replace(options.has('i') ? /[^A-Za-z0-9+/=]/g : /\n/g, '');
    const valid = /^[A-Za-z0-9+/]*={0,2}$/.test(letters);
    const whole = letters.length % 4 === 0;
    const part = /^[A-Za-z0-9+/]*/.exec(letters)?.[0] ?? '';
    // what is left of the last four letters still makes bytes
    const usable = valid && whole ? letters : part.length % 4 === 1 ? part.slice(0, -1) : part.padEnd(Math.ceil(part.length / 4) * 4, '=');
    process.out(textOfBase64(usable));
    if (valid && whole) return 0;
    process.err(`${process.argv[0]}: invalid input\n`);
    return 1;
  }
  const wrap = Number(options.value('w') ?? '76');
  const encoded = encodeBase64(text);
  if (wrap === 0) process.out(encoded);
  else for (let at = 0; at < encoded.length; at += wrap) process.out(`${encoded.slice(at, at + wrap)}\n`);
  return 0;
}

/** `sha256sum`, `sha1sum` and `md5sum`: sums of files, or whether those of a list hold. */
const sumTool = (sum: (text: string) => string): Program =>
  function* (process): Running {
    const options = readOptions(process, { short: 'btcw', long: { binary: 'b', text: 't', check: 'c', warn: 'w', quiet: 'q', status: 's' } });
    if (typeof options === 'number') return options;
    const { inputs, failed } = inputsOf(process, options.args);
    if (!options.has('c')) {
      for (const { name, input } of inputs) process.out(`${sum(yield* input.readAll())} ${options.has('b') ? '*' : ' '}${name}\n`);
      return failed ? 1 : 0;
    }
    const [tool = ''] = process.argv;
    let [wrong, unread] = [0, 0];
    for (const line of linesOf(yield* readAll(inputs))) {
      const [, wanted, name] = /^([0-9a-f]+) [ *](.*)$/.exec(line) ?? [];
      if (wanted === undefined || name === undefined) continue;
      const text = process.files.read(name);
      if (text === undefined) {
        unread++;
        process.err(`${tool}: ${name}: No such file or directory\n`);
      } else if (sum(text) !== wanted) wrong++;
      process.out(`${name}: ${text === undefined ? 'FAILED open or read' : sum(text) === wanted ? 'OK' : 'FAILED'}\n`);
    }
    if (unread > 0) process.err(`${tool}: WARNING: ${unread} listed file${unread > 1 ? 's' : ''} could not be read\n`);
    if (wrong > 0) process.err(`${tool}: WARNING: ${wrong} computed checksum${wrong > 1 ? 's' : ''} did NOT match\n`);
    return failed || wrong + unread > 0 ? 1 : 0;
  };

/** Bytes as letters, and sums of bytes. */
export const SUM_TOOLS = { base64, sha256sum: sumTool(sha256), md5sum: sumTool(md5), sha1sum: sumTool(sha1) } satisfies ProgramTable;
