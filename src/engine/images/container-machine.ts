import type { Pod } from '../api/core-v1.ts';
import { ROOT_HOME, SEARCH_PATH } from '../api/machine-environment.ts';
import { FileTree, type FileStore } from '../machine/file-tree.ts';
import type { Machine, Process, ProgramTable } from '../machine/process.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { formatResolvConf, hostnameOf, hostsFileOf, kernelHostname, resolvConfOf } from '../store/pod-environment.ts';
import type { ContainerRecord } from '../store/tables.ts';
import { ALPINE_PROGRAMS, BUSYBOX_PROGRAMS, DEBIAN_PROGRAMS } from '../tools/programs.ts';
import { runningContainer, signalContainer } from './container-signals.ts';
import { findImage, type Image } from './image-table.ts';
import { addProjectedFiles } from './projected-files.ts';
import { SERVER_PROGRAMS } from './server-programs.ts';

const PROGRAMS: { readonly [base in Image['base']]: ProgramTable } = { debian: DEBIAN_PROGRAMS, busybox: BUSYBOX_PROGRAMS, alpine: ALPINE_PROGRAMS };

/** The programs of every image that was asked for: they follow from the image alone. */
const programsOfImage = new WeakMap<Image, ProgramTable>();

function programsOf(image: Image): ProgramTable {
  let programs = programsOfImage.get(image);
  if (!programs) {
    const added = Object.fromEntries((image.servers ?? []).map((program) => [program, SERVER_PROGRAMS[program] as ProgramTable[string]]));
    programsOfImage.set(image, (programs = { ...PROGRAMS[image.base], ...added }));
  }
  return programs;
}

/** The container that a Pod's commands run in when none is named: its annotation's, else the first. */
export function defaultContainer(pod: Pod): string {
  return pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'] ?? pod.spec.containers[0]?.name ?? '';
}

/** Where a container may not write: volumes of settings and fields, and what is mounted so. Models pkg/volume/configmap GetAttributes and its like. */
function readOnlyPlaces({ spec }: Pod, named: string): readonly string[] {
  const mounts = ([...(spec.initContainers ?? []), ...spec.containers].find(({ name }) => name === named)?.volumeMounts ?? []) as readonly Mount[];
  const isPublished = (volume = ''): boolean =>
    (spec.volumes ?? []).some((one) => one.name === volume && ['configMap', 'secret', 'downwardAPI', 'projected'].some((kind) => kind in one));
  return mounts.filter(({ name, readOnly }) => readOnly === true || isPublished(name)).map(({ mountPath = '' }) => mountPath.replace(/\/$/, ''));
}

interface Mount {
  readonly name?: string;
  readonly mountPath?: string;
  readonly readOnly?: boolean;
}

/** What a process in a running container has around it, or `undefined` where none runs. @param recall how its files answer */
export function containerMachine(
  draft: ClusterDraft,
  namespace: string,
  podName: string,
  named?: string,
  recall: Process['recall'] = (ask) => ask(),
): Machine | undefined {
  const pod = draft.get('pods', namespace, podName);
  if (!pod) return undefined;
  const container = named ?? defaultContainer(pod);
  const record = runningContainer(draft, namespace, podName, container);
  const image = record && findImage(draft.config, record.image);
  if (!record || !image) return undefined;
  const hostname = pod.spec.hostNetwork ? hostnameOf(pod) : kernelHostname(draft, pod);
  const env = { PATH: SEARCH_PATH, HOSTNAME: hostname, ...record.env, HOME: ROOT_HOME };
  const makeFiles = (): { [path: string]: string } => ({
    ...(image.base === 'debian' ? { '/etc/debian_version': '12.12\n' } : {}),
    ...image.files,
    '/etc/resolv.conf': formatResolvConf(resolvConfOf(draft, pod)),
    '/etc/hosts': hostsFileOf(draft, pod),
    '/etc/hostname': `${hostname}\n`,
    // What the main process was started with, and nothing later (proc(5)).
    '/proc/1/environ': Object.entries(env)
      .map(([name, value]) => `${name}=${value}\0`)
      .join(''),
    '/etc/passwd': `root:x:0:0:root:${ROOT_HOME}:/bin/sh\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\ntcpdump:x:100:100::/nonexistent:/usr/sbin/nologin\nnobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n`,
    '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\nnetworks: files\nservices: files\nprotocols: files\n',
  });
  let made: { [path: string]: string } | undefined;
  const given = (): { readonly [path: string]: string } => {
    if (!made) addProjectedFiles((made = makeFiles()), draft, pod, container);
    return made;
  };
  const kept = (): ContainerRecord['files'] => draft.get('containers', namespace, `${podName}/${container}`)?.files ?? {};
  let places: readonly string[] | undefined;
  const store: FileStore = {
    isReadOnly: (path) => (places ??= readOnlyPlaces(pod, container)).some((place) => path === place || path.startsWith(`${place}/`)),
    get: (path) =>
      recall(() => {
        const files = kept();
        return Object.hasOwn(files, path) ? (files[path] ?? undefined) : given()[path];
      }),
    set: (path, text) =>
      recall(() => {
        const now = draft.get('containers', namespace, `${podName}/${container}`);
        if (!now) return;
        const { [path]: _, ...others } = now.files;
        const files = text !== undefined ? { ...others, [path]: text } : Object.hasOwn(given(), path) ? { ...others, [path]: null } : others;
        draft.set('containers', namespace, `${podName}/${container}`, { ...now, files }, 'process');
      }),
    paths: () =>
      recall(() => {
        const files = kept();
        return [...Object.keys(given()).filter((path) => !Object.hasOwn(files, path)), ...Object.keys(files).filter((path) => files[path] !== null)];
      }),
  };
  return {
    place: { kind: 'pod', namespace, pod: podName, container },
    hostname: kernelHostname(draft, pod),
    programs: programsOf(image),
    files: new FileTree(store, pod.spec.containers.find(({ name }) => name === container)?.workingDir ?? '/'),
    env,
    libc: image.base === 'alpine' ? 'musl' : 'glibc',
    sh: image.base === 'debian' ? 'dash' : 'ash',
    // pid 1 is not killed from within, nor by a signal it has no handler for (pid_namespaces(7)).
    signalMain: (signal) => {
      if (/^(TERM|15|QUIT|3)$/.test(signal)) signalContainer(draft, namespace, podName, container, 'TERM');
    },
  };
}
