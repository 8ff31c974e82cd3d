import { parseAllDocuments } from 'yaml';

/** Pods that manifests make: where, with which labels, of which images. */
export interface Workload {
  readonly namespace: string;
  readonly labels: { readonly [name: string]: string };
  readonly images: readonly string[];
}

interface PodTemplate {
  readonly metadata?: { readonly namespace?: string; readonly labels?: { readonly [name: string]: string } };
  readonly spec?: { readonly containers?: readonly { readonly image?: string }[]; readonly template?: PodTemplate };
}

/** The workloads of manifests, as far as these can be read. */
export function workloadsOf(texts: Iterable<string>, namespace: string): readonly Workload[] {
  return [...texts].flatMap((text) =>
    parseAllDocuments(text, { logLevel: 'silent' }).flatMap((document): Workload[] => {
      const object = (document.errors.length > 0 ? null : document.toJS()) as PodTemplate | null;
      const pod = object?.spec?.template ?? object;
      const images = pod?.spec?.containers?.flatMap(({ image }) => image ?? []) ?? [];
      return images.length === 0 ? [] : [{ namespace: object?.metadata?.namespace ?? namespace, labels: pod?.metadata?.labels ?? {}, images }];
    }),
  );
}

/** Whether labels of manifests have all of these, apart from those that a cluster itself puts on Pods. */
export function hasLabels(labels: Workload['labels'], wanted: Workload['labels']): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value || /^(topology|statefulset|apps)\.kubernetes\.io\//.test(name));
}

/** Whether all it runs is agnhost, whose server tells its name. */
export function isAgnhost({ images }: Workload): boolean {
  return images.every((image) => image.includes('/agnhost:'));
}
