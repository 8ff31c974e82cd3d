// Models OpenSSL 3.0's dgst, md5, sha256, base64 and enc -base64 (apps/dgst.c, apps/enc.c).
import { encodeBase64, textOfBase64 } from '../api/base64.ts';
import { sha256 } from '../api/sha256.ts';
import type { Process, Running } from '../machine/process.ts';
import { md5 } from './md5.ts';
import { notSimulated } from './options.ts';

const DIGESTS: { readonly [name: string]: (text: string) => string } = { md5, sha256 };
const LABELS: { readonly [name: string]: string } = { md5: 'MD5', sha256: 'SHA2-256' };
/** What -in and the names of files may hold comes before the complaint about one that is not there. */
const unreadable = (name: string): string =>
  `809B03CB237F0000:error:80000002:system library:BIO_new_file:No such file or directory:../crypto/bio/bss_file.c:67:calling fopen(${name}, rb)\n809B03CB237F0000:error:10000080:BIO routines:BIO_new_file:no such file:../crypto/bio/bss_file.c:75:\n`;

/** Sums of files, or of what comes in. @param command `dgst`, or the name of a digest */
export function* digest(process: Process, command: string, args: readonly string[]): Running {
  let algorithm = command === 'dgst' ? undefined : command;
  let plain = false;
  const names: string[] = [];
  for (const arg of args) {
    if (!arg.startsWith('-')) names.push(arg);
    else if (Object.hasOwn(DIGESTS, arg.slice(1))) algorithm = arg.slice(1);
    else if (arg === '-r') plain = true;
    else if (arg !== '-hex') return notSimulated(process, `openssl ${command} ${arg}`);
  }
  const sum = DIGESTS[algorithm ?? 'sha256'] as (text: string) => string;
  const label = algorithm === undefined ? 'SHA256' : (LABELS[algorithm] as string);
  let status = 0;
  for (const name of names.length > 0 ? names : ['stdin']) {
    const text = names.length > 0 ? process.files.read(name) : yield* process.input.readAll();
    if (text === undefined) process.err(unreadable(name));
    if (text === undefined) status = 1;
    else process.out(plain ? `${sum(text)} *${name}\n` : `${label}(${name})= ${sum(text)}\n`);
  }
  return status;
}

/** `openssl base64`: lines of 64 characters, or one with -A; -d reads them again. */
export function* base64(process: Process, args: readonly string[]): Running {
  const at = args.indexOf('-in');
  const other = args.find((arg, index) => !['-d', '-e', '-a', '-A', '-in', '-base64'].includes(arg) && args[index - 1] !== '-in');
  if (other !== undefined) return notSimulated(process, `openssl base64 ${other}`);
  const name = at < 0 ? undefined : (args[at + 1] ?? '');
  const text = name === undefined ? yield* process.input.readAll() : process.files.read(name);
  if (text === undefined) {
    process.err(`Can't open "${name}" for reading, No such file or directory\n${unreadable(name as string)}`);
    return 1;
  }
  if (args.includes('-d')) process.out(textOfBase64(text.replace(/\s/g, '')));
  else if (args.includes('-A')) process.out(encodeBase64(text));
  else process.out(encodeBase64(text).replace(/.{1,64}/g, '$&\n'));
  return 0;
}
