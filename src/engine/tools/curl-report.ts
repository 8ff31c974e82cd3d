// What curl's --write-out prints.
import type { Process } from '../machine/process.ts';

/** What --write-out may tell of a transfer. */
export interface Report {
  code: number;
  status: number;
  /** The server answered as HTTP 1.0. */
  isOld: boolean;
  ip: string;
  port: number;
  connects: number;
  size: number;
  url: string;
  /** As it was given, before redirects. */
  typed: string;
  type: string;
  method: string;
  errors: string;
  headers: readonly (readonly [name: string, value: string])[];
  /** X509_V_ERR_… of the peer's certificate; 0 where it was found to be good. */
  verified: number;
  sizes: { readonly header: number; readonly request: number; readonly upload: number };
  redirects: number;
  redirectURL: string;
  /** Where the body went; '' for standard output. */
  file: string;
  retries: number;
  referer: string;
  /** Which of the line's transfers it was, from 0. */
  index: number;
  local: { ip: string; port: number };
}

/** Prints a --write-out format for a transfer that took so many milliseconds. */
export function writeOut(process: Process, format: string, report: Report, elapsedMs: number): void {
  const seconds = (ms: number): string => (ms / 1000).toFixed(6);
  const variables: { readonly [name: string]: string } = {
    http_code: String(report.status).padStart(3, '0'),
    response_code: String(report.status).padStart(3, '0'),
    remote_ip: report.ip,
    remote_port: String(report.port),
    local_ip: report.local.ip,
    local_port: String(report.local.port),
    num_connects: String(report.connects),
    num_redirects: String(report.redirects),
    redirect_url: report.redirectURL,
    size_download: String(report.size),
    url_effective: report.url,
    url: report.typed,
    content_type: report.type,
    exitcode: String(report.code),
    errormsg: report.errors,
    scheme: report.url.startsWith('https') ? 'HTTPS' : 'HTTP',
    method: report.method,
    http_version: report.status > 0 ? (report.isOld ? '1' : '1.1') : '0',
    ssl_verify_result: String(report.verified),
    filename_effective: report.file,
    num_retries: String(report.retries),
    time_total: seconds(elapsedMs + 1),
    time_connect: seconds(report.connects > 0 ? 1 : 0),
    time_namelookup: seconds(1),
    time_starttransfer: seconds(elapsedMs + 1),
    time_appconnect: '0.000000',
    time_pretransfer: seconds(1),
    time_redirect: '0.000000',
    speed_download: String(report.size * 1000),
    speed_upload: String(report.sizes.upload * 1000),
    certs: '',
    ftp_entry_path: '',
    http_connect: '000',
    num_certs: '0',
    num_headers: String(report.headers.length),
    proxy_ssl_verify_result: '0',
    referer: report.referer,
    size_header: String(report.sizes.header),
    size_request: String(report.sizes.request),
    size_upload: String(report.sizes.upload),
    urlnum: String(report.index),
  };
  let out: (text: string) => void = (text) => process.out(text);
  for (const [piece, whole, name, escape, header] of format.matchAll(/%(%|\{([^}]*)\})|\\([nrt\\])|%header\{([^}]*)\}|[^%\\]+|[^]/g)) {
    if (escape) out({ n: '\n', r: '\r', t: '\t', '\\': '\\' }[escape] ?? piece);
    else if (header !== undefined) out(report.headers.find(([one]) => one.toLowerCase() === header.toLowerCase())?.[1] ?? '');
    else if (whole === '%') out('%');
    else if (name === undefined) out(piece);
    else if (name === 'stderr') out = (text) => process.err(text);
    else if (name === 'stdout') out = (text) => process.out(text);
    else if (name === 'onerror') {
      if (report.code === 0) return;
    } else if (name === 'json') out(jsonOf(variables));
    else if (name === 'header_json') out(headersOf(report));
    else if (Object.hasOwn(variables, name)) out(variables[name] as string);
    else process.err(`curl: unknown --write-out variable: '${name}'\n`);
  }
}

const LIBRARIES =
  'libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13';
/** Texts that JSON has as such; where there is none they are null, but for the addresses and certificates. */
const TEXTS =
  'certs content_type errormsg filename_effective ftp_entry_path http_version local_ip method redirect_url referer remote_ip scheme url url_effective'.split(
    ' ',
  );

/** Models curl 7.88.1 src/tool_writeout_json.c ourWriteOutJSON: the variables in the order of their names. */
function jsonOf(variables: { readonly [name: string]: string }): string {
  const fields = Object.keys(variables)
    .sort()
    .map((name) => {
      const text = variables[name] as string;
      const isNull = text === '' && !/^(certs|local_ip|remote_ip)$/.test(name);
      return `"${name}":${!TEXTS.includes(name) ? text.replace(/^0+(?=\d)(?!\.)/, '') : isNull || (name === 'scheme' && variables['http_version'] === '0') ? 'null' : JSON.stringify(text)}`;
    });
  return `{${[...fields, `"curl_version":${JSON.stringify(LIBRARIES)}`].join(',')}}`;
}

/** Models curl 7.88.1 src/tool_writeout_json.c headerJSON. */
function headersOf({ headers }: Report): string {
  const names = [...new Set(headers.map(([name]) => name.toLowerCase()))];
  const valuesOf = (wanted: string): string => JSON.stringify(headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : [])));
  return `{${names.map((name) => `${JSON.stringify(name)}:${valuesOf(name)}`).join(',\n')}\n}`;
}
