/**
 * The same Deployment and Service in the published engine `@ngrok/webernetes`, until its endpoints are ready. It keeps real time, and it has a process of its own,
 * which ends when the time is up even if it is too busy to look at a clock: `side-by-side.ts 100` prints what `measureWebernetes(100)` returns.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import './extensionless-imports.ts';

const PATIENCE_MS = 60_000;

export interface Elapsed {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Endpoints that were ready in the end. */
  readonly ready: number;
}

/** What a Deployment of so many Pods takes there; `undefined` if it said nothing within two minutes. */
export function measureWebernetes(replicas: number): Elapsed | undefined {
  const options = ['--experimental-strip-types', '--no-warnings'];
  const { stdout } = spawnSync(process.execPath, [...options, fileURLToPath(import.meta.url), String(replicas)], {
    encoding: 'utf8',
    timeout: 2 * PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  return stdout === '' ? undefined : (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Elapsed);
}

async function runThere(replicas: number): Promise<Elapsed> {
  const { BaseImage, Cluster } = await import('@ngrok/webernetes');
  class Web extends BaseImage {
    static readonly imageName = 'web';
    static readonly imageVersion = '1.0';
    readonly defaultCommand = ['server'];
    override exec: InstanceType<typeof BaseImage>['exec'] = async (ctx) => {
      ctx.listenHttp(8080, () => Promise.resolve({ status: 200, body: 'web' }));
      return ctx.waitUntilKilled();
    };
  }
  const cluster = new Cluster();
  cluster.registerImage(Web);
  await cluster.init();
  const labels = { app: 'web' };
  const counts = new Map<string, number>();
  const total = (): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const cpu = process.cpuUsage();
  const start = performance.now();
  let giveUp: NodeJS.Timeout | undefined;
  const settled = new Promise<void>((done) => {
    giveUp = setTimeout(done, PATIENCE_MS);
    cluster.informer('endpointslices', (type, { metadata, endpoints }) => {
      if (metadata?.labels?.['kubernetes.io/service-name'] !== 'web') return;
      counts.set(metadata.name ?? '', type === 'delete' ? 0 : (endpoints ?? []).filter(({ conditions }) => conditions?.ready).length);
      if (total() === replicas) done();
    });
  });
  await cluster.apply([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1.0' }] } } },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] } },
  ]);
  await settled;
  clearTimeout(giveUp);
  const { user, system } = process.cpuUsage(cpu);
  const elapsed = { wallMs: performance.now() - start, cpuMs: (user + system) / 1000, ready: total() };
  void cluster.close().catch(() => undefined);
  return elapsed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`\n${JSON.stringify(await runThere(Number(process.argv[2])))}\n`);
  process.exit(0);
}
