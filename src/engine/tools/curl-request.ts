// What curl sends behind the head of a request: data, forms, uploads; and which range it asks for (7.88.1).
import type { Process, Wait } from '../machine/process.ts';
import type { Arguments } from './curl-arguments.ts';
import { Failed, type Session, warn } from './curl-session.ts';

/** A body with the method and type that go with it; without `type` there is none. */
export interface SentBody {
  readonly body: string;
  readonly method?: string;
  /** `''`: a body of no type. */
  readonly type?: string;
}

/** A file's text, or with `-` standard input. */
export function* fileOrInput(process: Process, path: string): Generator<Wait, string | undefined, void> {
  return path === '-' ? yield* process.input.readAll() : process.files.read(path);
}

/** The body that -d, --json, -F or -T make. */
export function* whatIsSent(session: Session): Generator<Wait, SentBody, void> {
  const { process, args } = session;
  const { flags, values } = args;
  const upload = values.get('T')?.at(-1);
  if (upload !== undefined) return { body: (yield* fileOrInput(process, upload === '.' ? '-' : upload)) ?? '', method: 'PUT', type: '' };
  if (values.has('F')) return form(session);
  if (flags.has('G') || !(values.has('d') || values.has('\x0e'))) return { body: '' };
  const pieces: string[] = [];
  for (const text of [...(values.get('d') ?? []), ...(values.get('\x0e') ?? [])]) {
    const read = text.startsWith('@') ? yield* fileOrInput(process, text.slice(1)) : text;
    if (read === undefined) warn(session, `Couldn't read data from file "${text.slice(1)}", this makes an empty POST.`);
    pieces.push(read ?? '');
  }
  const body = pieces.join('&');
  return { body, method: 'POST', type: values.has('\x0e') ? 'application/json' : 'application/x-www-form-urlencoded' };
}

/** RFC 7578. */
function form({ process, args }: Session): SentBody {
  const boundary = `------------------------${Array.from({ length: 16 }, () => process.draw(16).toString(16)).join('')}`;
  const parts = (args.values.get('F') ?? []).map((text) => {
    const name = text.slice(0, text.indexOf('='));
    const [content = '', type] = text.slice(text.indexOf('=') + 1).split(';type=');
    const path = /^[@<]/.test(content) ? content.slice(1) : undefined;
    const read = path === undefined ? content : process.files.read(path);
    if (read === undefined) throw new Failed(26, 'Failed to open/read local data from file/application');
    const isFile = content.startsWith('@');
    const kind = type ?? (isFile ? (/\.txt$/.test(content) ? 'text/plain' : 'application/octet-stream') : undefined);
    const head = `Content-Disposition: form-data; name="${name}"${isFile ? `; filename="${path?.split('/').pop()}"` : ''}\r\n${kind === undefined ? '' : `Content-Type: ${kind}\r\n`}`;
    return `--${boundary}\r\n${head}\r\n${read}\r\n`;
  });
  return { body: `${parts.join('')}--${boundary}--\r\n`, method: 'POST', type: `multipart/form-data; boundary=${boundary}` };
}

/** The bytes that -r or -C ask for. */
export function rangeOf({ values }: Arguments): string | undefined {
  const from = values.get('C')?.at(-1);
  return values.get('r')?.at(-1) ?? (from === undefined || from === '-' || Number(from) === 0 ? undefined : `${from}-`);
}
