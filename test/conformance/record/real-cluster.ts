import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Observed } from '../bindings.ts';
import { splitLines, type Result } from '../txtar.ts';

export interface Reach {
  readonly kubeconfig: string;
  /** Begins a shell line on a machine that is no Pod, `{host}` being its name: `docker exec -i {host} sh -c`. */
  readonly hostShell?: string;
  /** Stops or starts a node's kubelet, `{node}` and `{verb}` (down, up) being put in. */
  readonly nodeCommand?: string;
}

/** What is deleted between two cases, unless it was there before the first. */
const KINDS =
  'deployments.apps,statefulsets.apps,daemonsets.apps,jobs.batch,cronjobs.batch,replicasets.apps,pods,services,endpoints,endpointslices.discovery.k8s.io,configmaps,secrets,serviceaccounts,ingresses.networking.k8s.io,networkpolicies.networking.k8s.io,poddisruptionbudgets.policy,namespaces';
/** A kubectl command that changed something is followed by a wait until everything has followed. */
export const WRITES = /\bkubectl\b[^|;&]*\s(?:apply|create|delete|patch|label|annotate|scale|set|expose|run|edit|replace|autoscale|cordon|uncordon|drain|taint|rollout)\b/u;
const COMMAND_LIMIT_MS = 30_000;
/** Nothing moved for so long: done, or, if something looks unfinished, stuck. */
const QUIET_MS = 1000;
const STUCK_MS = 5000;

interface Item {
  readonly kind: string;
  readonly metadata: { readonly resourceVersion?: string; readonly generation?: number };
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly observedGeneration?: number; readonly readyReplicas?: number; readonly replicas?: number };
}

interface Done {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, limit = COMMAND_LIMIT_MS): Promise<Done> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, detached: true });
    let stdout = '';
    let stderr = '';
    const stop = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`still running after ${limit / 1000} s: ${args.at(-1)}`));
    }, limit);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, exit: code ?? (signal === 'SIGPIPE' ? 141 : 137) });
    });
    // What a command left in the background may hold the pipes open.
    child.on('exit', () => setTimeout(stop, 500));
    child.stdin.end();
  });
}

/** A cluster behind a kubeconfig, seen through kubectl alone. Whatever is made in it by a case is deleted after the case. */
export class RealCluster {
  readonly #reach: Reach;
  readonly #root = mkdtempSync(join(tmpdir(), 'record-'));
  readonly #env: NodeJS.ProcessEnv;
  #before: ReadonlySet<string> | undefined;
  #directory = this.#root;

  constructor(reach: Reach) {
    this.#reach = reach;
    this.#env = { ...process.env, KUBECONFIG: reach.kubeconfig, HOME: this.#root, TERM: 'dumb', LC_ALL: 'C', TZ: 'UTC', NO_COLOR: '1' };
    for (const name of ['COLUMNS', 'LINES', 'LANG', 'EDITOR', 'KUBE_EDITOR', 'VISUAL']) delete this.#env[name];
  }

  async #kubectl(...args: string[]): Promise<string> {
    const { stdout, stderr, exit } = await run('kubectl', args, this.#root, this.#env);
    if (exit !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
    return stdout;
  }

  /** `v1.37.1` */
  async version(): Promise<string> {
    const answer = JSON.parse(await this.#kubectl('version', '-o', 'json')) as { readonly serverVersion?: { readonly gitVersion?: string } };
    return answer.serverVersion?.gitVersion ?? 'unknown';
  }

  async #names(): Promise<ReadonlySet<string>> {
    const template = '{range .items[*]}{.kind}{" "}{.metadata.namespace}{" "}{.metadata.name}{"\\n"}{end}';
    return new Set((await this.#kubectl('get', KINDS, '-A', '-o', `jsonpath=${template}`)).split('\n').filter((line) => line !== ''));
  }

  /** A fresh folder with these files, in a cluster that holds what it held before the first case. */
  async begin(files: ReadonlyMap<string, string>): Promise<void> {
    this.#directory = mkdtempSync(join(this.#root, 'case-'));
    this.put(files);
    this.#before ??= await this.#names();
    // What owns others goes first, and some of it makes new ones while it goes.
    for (let tries = 0; tries < 20; tries += 1) {
      const extra = [...(await this.#names())].filter((name) => !this.#before?.has(name)).map((name) => name.split(' ') as [string, string, string]);
      if (extra.length === 0) return;
      for (const [kind, namespace, name] of extra) {
        const where = namespace === '' ? [] : ['-n', namespace];
        await run('kubectl', ['delete', kind, name, ...where, '--ignore-not-found', '--wait=false', '--grace-period=1'], this.#root, this.#env);
      }
      await this.settle();
    }
    throw new Error('what the case before made does not go away');
  }

  /** Files in the folder of this case. */
  put(files: ReadonlyMap<string, string>): void {
    for (const [name, text] of files) {
      mkdirSync(dirname(join(this.#directory, name)), { recursive: true });
      writeFileSync(join(this.#directory, name), text);
    }
  }

  /** What names can stand for at this moment. */
  async observe(): Promise<Observed> {
    const list = JSON.parse(await this.#kubectl('get', 'services,pods,endpointslices', '-A', '-o', 'json')) as { readonly items: readonly unknown[] };
    const tables: Record<string, Record<string, Record<string, unknown>>> = { services: {}, pods: {}, endpointslices: {} };
    for (const item of list.items as { readonly kind: string; readonly metadata: { readonly namespace: string; readonly name: string } }[]) {
      const table = tables[`${item.kind.toLowerCase()}s`];
      if (table) (table[item.metadata.namespace] ??= {})[item.metadata.name] = item;
    }
    return { tables } as unknown as Observed;
  }

  /** Until nothing changes any more. */
  async settle(): Promise<void> {
    let seen = '';
    let since = Date.now();
    for (;;) {
      const { items } = JSON.parse(await this.#kubectl('get', 'deployments,replicasets,statefulsets,pods,services,endpointslices', '-A', '-o', 'json')) as {
        readonly items: readonly Item[];
      };
      const now = items.map(({ metadata }) => metadata.resourceVersion).join();
      if (now !== seen) since = Date.now();
      seen = now;
      const unfinished = items.some(
        ({ kind, metadata, spec, status }) =>
          /^(Deployment|ReplicaSet|StatefulSet)$/u.test(kind) &&
          ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0) || (status?.readyReplicas ?? 0) !== (spec?.replicas ?? 1)),
      );
      if (Date.now() - since > (unfinished ? STUCK_MS : QUIET_MS)) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /** Whether a step of a case can be taken with what this cluster was given. */
  canTake(step: string): boolean {
    if (/^in (node:|outside)/u.test(step)) return this.#reach.hostShell !== undefined;
    return !step.startsWith('node ') || this.#reach.nodeCommand !== undefined;
  }

  async node(node: string, verb: string): Promise<void> {
    const line = (this.#reach.nodeCommand ?? '').replaceAll('{node}', node).replaceAll('{verb}', verb);
    await run('sh', ['-c', line], this.#root, this.#env);
  }

  /** What a cloud would write into the status of a Service. */
  async loadBalancer(name: string, value: string): Promise<void> {
    const [namespace = '', service = ''] = name.split('/');
    const ingress = [/^[\d.]+$|:/u.test(value) ? { ip: value } : { hostname: value }];
    await this.#kubectl('patch', 'service', service, '-n', namespace, '--subresource=status', '-p', JSON.stringify({ status: { loadBalancer: { ingress } } }));
  }

  /** A command line as the case has it, at a place of FORMAT.md. After `limit` milliseconds it is given up. */
  async command(place: string, line: string, limit?: number): Promise<Result> {
    const done = await this.#at(place, line, limit);
    // A shell in a Pod is reached by kubectl exec, which adds a line about a failure.
    const stderr = place === '-' ? done.stderr : done.stderr.replace(/(^|\n)command terminated with exit code \d+\n$/u, '$1');
    const stream = (text: string) => ({ ...splitLines(text), anyOrder: false });
    return { stdout: stream(done.stdout), stderr: stream(stderr), exit: done.exit };
  }

  #at(place: string, line: string, limit?: number): Promise<Done> {
    if (place === '-') return run('bash', ['-c', line], this.#directory, this.#env, limit);
    const host = place === 'outside' ? place : /^node:(.+)$/u.exec(place)?.[1];
    if (host !== undefined) {
      const [program = '', ...args] = (this.#reach.hostShell ?? '').replaceAll('{host}', host).split(' ');
      return run(program, [...args, line], this.#directory, this.#env, limit);
    }
    const [namespace, pod] = place.includes('/') ? (place.split('/') as [string, string]) : ['default', place];
    return run('kubectl', ['exec', '-i', '-n', namespace, pod, '--', 'sh', '-c', line], this.#directory, this.#env, limit);
  }

  /** Nothing of this machine stays behind. */
  close(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
