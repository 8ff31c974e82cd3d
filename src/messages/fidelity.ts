import type { Language } from './language.ts';

/** The areas of recorded sessions: the folders below test/conformance/cases, in the order of the page. */
export const recordedAreas = [
  'api-services',
  'api-workloads',
  'endpoints',
  'dns',
  'resolvers',
  'traffic',
  'service-types',
  'faults',
  'kubectl-read',
  'kubectl-write',
] as const;

export type RecordedArea = (typeof recordedAreas)[number];

/** What the table about fidelity is called and has in its rows. */
export interface FidelityWords {
  readonly title: string;
  readonly caption: string;
  readonly columns: { readonly area: string; readonly sessions: string; readonly commands: string; readonly same: string };
  readonly all: string;
  readonly areas: { readonly [Area in RecordedArea]: string };
}

const words: { readonly [One in Language]: FidelityWords } = {
  ja: {
    title: '本物との一致',
    caption: '記録した操作と、このサイトの答えが一致した数',
    columns: { area: '分野', sessions: '記録', commands: 'コマンド', same: '一致' },
    all: '合計',
    areas: {
      'api-services': 'ServiceとEndpointSliceの検証、既定値、割り当て',
      'api-workloads': 'PodとDeploymentなどの検証と既定値',
      endpoints: 'エンドポイント、ロールアウト、Probe',
      dns: 'クラスターDNSの応答',
      resolvers: '名前解決のしかた(glibc、musl、BusyBox、dig)',
      traffic: 'パケットの行き先と送信元',
      'service-types': 'Serviceの各type',
      faults: '壊れたときのふるまい',
      'kubectl-read': 'kubectlで読む',
      'kubectl-write': 'kubectlで書く',
    },
  },
  en: {
    title: 'How close to the real programs',
    caption: 'Recorded commands, and how many of them this site answers alike',
    columns: { area: 'Area', sessions: 'Sessions', commands: 'Commands', same: 'Same answer' },
    all: 'All',
    areas: {
      'api-services': 'Validation, defaults and allocation of Services and EndpointSlices',
      'api-workloads': 'Validation and defaults of Pods, Deployments and the like',
      endpoints: 'Endpoints, rollouts, probes',
      dns: 'What the cluster’s DNS answers',
      resolvers: 'How programs look names up (glibc, musl, BusyBox, dig)',
      traffic: 'Where packets go and whom they seem to come from',
      'service-types': 'Every type of Service',
      faults: 'What happens when something breaks',
      'kubectl-read': 'Reading with kubectl',
      'kubectl-write': 'Writing with kubectl',
    },
  },
};

export function fidelityWords(language: Language): FidelityWords {
  return words[language];
}
