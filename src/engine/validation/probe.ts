// Probes and lifecycle hooks. Models pkg/apis/core/validation validateProbe and validateHandler (v1.37.1).
import type { Container, Probe } from '../api/core-v1.ts';
import { forbidden, invalid, required, type FieldError } from '../api/field-error.ts';
import { child, type FieldPath } from '../api/field-path.ts';
import type { IntOrString, JsonObject } from '../api/kubernetes-object.ts';
import { nonNegative, notAmong, portOrNameProblems } from './field-problems.ts';
import { httpHeaderProblems, invalidText } from './text-problems.ts';

/** In upstream's order: the second one found is the one too many. */
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
const COUNTS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const;

function handlerProblems(handler: JsonObject, graceSeconds: number | undefined, field: FieldPath): FieldError[] {
  const given = HANDLERS.filter((name) => handler[name] !== undefined);
  if (given.length === 0) return [required(field, 'probe-handler-missing')];
  return given.flatMap((name, i) => {
    const at = child(field, name);
    return i > 0 ? [forbidden(at, 'several-probe-handlers')] : actionProblems(name, handler[name] as JsonObject, graceSeconds, at);
  });
}

function actionProblems(name: (typeof HANDLERS)[number], action: JsonObject, graceSeconds: number | undefined, at: FieldPath): FieldError[] {
  const port = (action.port ?? 0) as IntOrString;
  switch (name) {
    case 'exec':
      return (action.command as readonly string[] | undefined)?.length ? [] : [required(child(at, 'command'), 'field-required')];
    case 'httpGet': {
      const headers = (action.httpHeaders ?? []) as readonly { readonly name?: string }[];
      return [
        ...(action.path ? [] : [required(child(at, 'path'), 'field-required')]),
        ...portOrNameProblems(child(at, 'port'), port),
        ...notAmong(child(at, 'scheme'), String(action.scheme ?? ''), ['HTTP', 'HTTPS']),
        ...headers.flatMap((header) => invalidText(child(at, 'httpHeaders'), header.name ?? '', httpHeaderProblems)),
      ];
    }
    case 'sleep': {
      const seconds = Number(action.seconds ?? 0);
      return graceSeconds !== undefined && (seconds < 0 || seconds > graceSeconds) ? [invalid(at, seconds, 'sleep-longer-than-grace', { graceSeconds })] : [];
    }
    default:
      return portOrNameProblems(child(at, 'port'), port);
  }
}

function probeProblems(probe: Probe, graceSeconds: number | undefined, field: FieldPath): FieldError[] {
  const errors = handlerProblems(probe as unknown as JsonObject, graceSeconds, field);
  for (const name of COUNTS) errors.push(...nonNegative(child(field, name), probe[name]));
  const own = probe.terminationGracePeriodSeconds;
  if (own !== undefined && own <= 0) errors.push(invalid(child(field, 'terminationGracePeriodSeconds'), own, 'number-not-positive'));
  return errors;
}

/** Lifecycle hooks and the three probes of a container that goes on running. */
export function healthProblems(
  { lifecycle, livenessProbe, readinessProbe, startupProbe }: Container,
  graceSeconds: number | undefined,
  field: FieldPath,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const hook of ['postStart', 'preStop']) {
    const handler = lifecycle?.[hook] as JsonObject | undefined;
    if (handler) errors.push(...handlerProblems(handler, graceSeconds, child(field, 'lifecycle', hook)));
  }
  const once = (probe: Probe | undefined, name: string): void => {
    if (!probe) return;
    errors.push(...probeProblems(probe, graceSeconds, child(field, name)));
    if (probe.successThreshold !== 1) errors.push(invalid(child(field, name, 'successThreshold'), probe.successThreshold ?? 0, 'success-threshold-not-one'));
  };
  once(livenessProbe, 'livenessProbe');
  if (readinessProbe) {
    const at = child(field, 'readinessProbe');
    errors.push(...probeProblems(readinessProbe, graceSeconds, at));
    const own = readinessProbe.terminationGracePeriodSeconds;
    if (own !== undefined) errors.push(invalid(child(at, 'terminationGracePeriodSeconds'), own, 'readiness-grace-period'));
  }
  once(startupProbe, 'startupProbe');
  return errors;
}
