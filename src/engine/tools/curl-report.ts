// What curl's --write-out prints.
import type { Process } from '../machine/process.ts';
import { notSimulated } from './options.ts';

/** What curl 7.88 could tell besides. */
const FURTHER =
  'certs ftp_entry_path header_json http_connect json num_certs num_headers onerror proxy_ssl_verify_result referer size_header size_request size_upload speed_upload stderr stdout urlnum'.split(
    ' ',
  );

/** What --write-out may tell of a transfer. */
export interface Report {
  code: number;
  status: number;
  ip: string;
  port: number;
  connects: number;
  size: number;
  url: string;
  type: string;
  method: string;
  errors: string;
  redirects: number;
  redirectURL: string;
  /** Where the body went; '' for standard output. */
  file: string;
  retries: number;
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
    url: report.url,
    content_type: report.type,
    exitcode: String(report.code),
    errormsg: report.errors,
    scheme: report.url.startsWith('https') ? 'HTTPS' : 'HTTP',
    method: report.method,
    http_version: report.status > 0 ? '1.1' : '0',
    ssl_verify_result: '0',
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
  };
  process.out(
    format.replace(/%(%|\{([^}]*)\})|\\([nrt\\])/g, (all, whole: string | undefined, name: string | undefined, escape: string | undefined) => {
      if (escape) return { n: '\n', r: '\r', t: '\t', '\\': '\\' }[escape] ?? all;
      if (whole === '%') return '%';
      if (name !== undefined && Object.hasOwn(variables, name)) return variables[name] as string;
      if (name !== undefined && FURTHER.includes(name)) notSimulated(process, `curl -w %{${name}}`);
      else process.err(`curl: unknown --write-out variable: '${name}'\n`);
      return '';
    }),
  );
}
