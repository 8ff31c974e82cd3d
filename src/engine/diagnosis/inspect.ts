import type { Json } from '../api/kubernetes-object.ts';
import type { Span } from '../yaml/manifest-document.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { Diagnostic } from './diagnostic.ts';

/** What an editor knows of one document. */
export interface InspectedDocument {
  readonly file: string;
  readonly span: Span;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly value?: Json;
}

/**
 * What is wrong with manifests: parse, decode, default, validate, locate, and, where a cluster is given, what the accepted
 * ones would not do in it. Diagnostics come file by file, document by document, in the server's order. Never throws.
 */
export function inspect(
  files: { readonly [name: string]: string },
  cluster?: ClusterState,
): { readonly documents: readonly InspectedDocument[]; readonly diagnostics: readonly Diagnostic[] } {
  void files;
  void cluster;
  return { documents: [], diagnostics: [] };
}
