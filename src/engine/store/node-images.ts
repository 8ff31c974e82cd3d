import { drawUint32, seedEntropy } from '../clock/entropy.ts';
import type { ClusterConfig } from './cluster-config.ts';

/** An image that every node already has. */
export interface NodeImage {
  /** With registry and tag, as the runtime names it. */
  readonly name: string;
  /** Hexadecimal, without `sha256:`. */
  readonly digest: string;
}

// Recorded: `kubectl get nodes -o yaml` on the recorded clusters (v1.37.1); test/conformance/clusters.md, "Images". The
// order is that of Node.status.images there.
const NODE_IMAGES: readonly NodeImage[] = `
docker.io/library/debug-tools:1 cfba4c72ef57ac86dd5d9cde721d61b0974a940e4de857a795caab8a8dade552
docker.io/library/busybox:1.37 b606ab8238fb2ffb1f1bfea94c26a87238623870cb315cf440156192c92ccd19
docker.io/library/nginx:1.29 97d5e3bcda8fca1ea00a97a0b24154a0e4a85453bc6df608eb937850fdb5f421
docker.io/library/redis:8 80a3cacb1bee098ffce0db01e1b3f2c2a2ab8a1d2ad9fe26a9711bfb2099b67c
registry.k8s.io/pause:3.10 6f731803067f31e94ef5b69886fd237b34be5aba29183bbb1ba34b849077e1ca
docker.io/library/alpine:3.22 5c47b8c19bf499f91f40c420e714de869b67b467192604c455091b7da6ba3bb3
docker.io/library/postgres:18 5bd8250e56f78aac7f1e3991dc8ee4d167ef28fdb06173c695224e81e1a88fa5
registry.k8s.io/e2e-test-images/agnhost:2.53 4b9862a6d6200b9332157647d9919b4b5d937a9fcb082de156cac457c0814a19
registry.k8s.io/coredns/coredns:v1.14.7 1e0eca5f67f417ee506d92725a14edc275899e927bb5765fe087eceb8b0eeaaa
`
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', digest = ''] = line.split(' ');
    return { name, digest };
  });

/** `nginx:1.29` → `docker.io/library/nginx:1.29`; no tag means `latest`. Models distribution/reference ParseDockerRef. */
export function fullImageName(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const path = hasRegistry ? image : slash < 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
  return /[:@][^/]*$/.test(path) ? path : `${path}:latest`;
}

/** Everything that is on the nodes of a cluster. */
export function nodeImages({ images = [] }: ClusterConfig): readonly NodeImage[] {
  return [...NODE_IMAGES, ...images.map((image) => ({ name: fullImageName(image.name), digest: digestOf(fullImageName(image.name)) }))];
}

/** What follows from a cluster's configuration and an image's name alone, worked out once for each. */
export function keptPerImage<V>(compute: (config: ClusterConfig, image: string) => V): (config: ClusterConfig, image: string) => V {
  const known = new WeakMap<ClusterConfig, Map<string, V>>();
  return (config, image) => {
    let answers = known.get(config);
    if (!answers) known.set(config, (answers = new Map()));
    if (!answers.has(image)) answers.set(image, compute(config, image));
    return answers.get(image) as V;
  };
}

/** The image of that name on the nodes, or `undefined` where it would have to be pulled. */
export const nodeImage = keptPerImage((config, image): NodeImage | undefined => {
  const name = fullImageName(image);
  return NODE_IMAGES.find((one) => one.name === name) ?? nodeImages(config).find((one) => one.name === name);
});

/** 64 hexadecimal digits that differ from name to name: there is no content to take a digest of. */
function digestOf(name: string): string {
  let entropy = seedEntropy([...name].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, 0));
  return Array.from({ length: 8 }, () => {
    const drawn = drawUint32(entropy);
    entropy = drawn.entropy;
    return drawn.value.toString(16).padStart(8, '0');
  }).join('');
}

/** `docker.io/library/nginx@sha256:97d5…`: containerStatuses[].imageID. */
export function imageID(image: NodeImage): string {
  return `${image.name.replace(/:[^:/]*$/, '')}@sha256:${image.digest}`;
}
