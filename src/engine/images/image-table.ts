import { INDEX } from '../servers/nginx.ts';
import type { ClusterConfig } from '../store/cluster-config.ts';
import { fullImageName, keptPerImage, nodeImage } from '../store/node-images.ts';

/** What a container made from an image has, beyond what its Pod says. */
export interface Image {
  /** With registry and tag. */
  readonly name: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** Whose programs it has: Debian's tools, busybox's applets, or Alpine's (busybox and a getent of musl). */
  readonly base: 'debian' | 'busybox' | 'alpine';
  /** Servers that this image has besides: names of `SERVER_PROGRAMS`. */
  readonly servers?: readonly string[];
  readonly files?: { readonly [path: string]: string };
  readonly env?: { readonly [name: string]: string };
}

// Recorded: test/conformance/clusters.md "Images"; what the recorded clusters' runtime ran (image configs of upstream's
// images where they say more).
const IMAGES: readonly Image[] = [
  {
    name: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
    entrypoint: ['/agnhost'],
    cmd: ['pause'],
    base: 'debian',
    servers: ['agnhost'],
    files: { '/localhost.crt': '-----BEGIN CERTIFICATE-----\n', '/localhost.key': '-----BEGIN RSA PRIVATE KEY-----\n' },
  },
  {
    name: 'docker.io/library/nginx:1.29',
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['nginx', '-g', 'daemon off;'],
    base: 'debian',
    servers: ['nginx', 'docker-entrypoint.sh'],
    files: {
      '/usr/share/nginx/html/index.html': INDEX,
      '/etc/nginx/conf.d/default.conf':
        'server {\n  listen 80;\n  listen [::]:80;\n  server_name localhost;\n  location / {\n    root /usr/share/nginx/html;\n    index index.html index.htm;\n  }\n}\n',
    },
  },
  { name: 'docker.io/library/debug-tools:1', entrypoint: ['/bin/sleep'], cmd: ['infinity'], base: 'debian' },
  { name: 'docker.io/library/busybox:1.37', entrypoint: [], cmd: ['sh'], base: 'busybox' },
  { name: 'docker.io/library/alpine:3.22', entrypoint: [], cmd: ['/bin/sh'], base: 'alpine' },
  { name: 'docker.io/library/postgres:18', entrypoint: ['/silent', 'listen'], cmd: ['5432'], base: 'debian', servers: ['silent'] },
  { name: 'docker.io/library/redis:8', entrypoint: ['/silent', 'listen'], cmd: ['6379'], base: 'debian', servers: ['silent'] },
  { name: 'registry.k8s.io/pause:3.10', entrypoint: ['/pause'], cmd: [], base: 'debian', servers: ['pause'] },
  { name: 'registry.k8s.io/coredns/coredns:v1.14.7', entrypoint: ['/coredns'], cmd: [], base: 'debian', servers: ['coredns'] },
];

/** The image a Pod's `image` field means, or `undefined` where no node has it. */
export const findImage = keptPerImage((config, reference): Image | undefined => {
  const name = nodeImage(config, reference)?.name;
  return name === undefined ? undefined : (IMAGES.find((image) => image.name === name) ?? derivedImage(config, name));
});

/** An image of the cluster's own: a new entrypoint without a command has none, as a Dockerfile's has. */
function derivedImage(config: ClusterConfig, name: string): Image | undefined {
  const own = config.images?.find((image) => fullImageName(image.name) === name);
  const base = own && IMAGES.find((image) => image.name === fullImageName(own.from));
  if (!base) return undefined;
  return {
    ...base,
    name,
    entrypoint: own.entrypoint ?? base.entrypoint,
    cmd: own.cmd ?? (own.entrypoint ? [] : base.cmd),
    files: { ...base.files, ...own.files },
    env: own.env ?? {},
  };
}

/** Whether a repository exists, under any tag. */
export function isKnownRepository(config: ClusterConfig, fullName: string): boolean {
  const repository = fullName.replace(/[:@][^/]*$/, '');
  return [...IMAGES.map(({ name }) => name), ...(config.images ?? []).map(({ name }) => fullImageName(name))].some((name) => name.startsWith(`${repository}:`));
}

/** The main process's words: the Pod's command and args joined with the image's, as every runtime does. */
export function argvOf(image: Image, container: { readonly command?: readonly string[]; readonly args?: readonly string[] }): readonly string[] {
  const { command = [], args = [] } = container;
  if (command.length > 0) return [...command, ...args];
  return [...image.entrypoint, ...(args.length > 0 ? args : image.cmd)];
}
