import { exit, Failure, Failures } from './failure.ts';

/** Runs a request; its failure says what was being done and for which file. Models kubectl pkg/cmd/util AddSourceToErr (v0.37.1). */
export function sourced<T>(verb: string, source: string | undefined, request: () => T): T {
  try {
    return request();
  } catch (error) {
    if (error instanceof Failure) throw withSource(error, verb, source);
    throw error;
  }
}

/** `error when VERB "FILE": …`; a status keeps its reason and causes. */
export function withSource(failure: Failure, verb: string, source: string | undefined): Failure {
  if (source === undefined || (failure.text === '' && !failure.status)) return failure;
  const text = `error when ${verb} ${JSON.stringify(source)}: ${failure.text}`;
  return new Failure(text, failure.status && { ...failure.status, message: text }, failure.exitCode);
}

/** Ends the command where anything failed. What was told already (something that is not simulated) is not told again. */
export function throwAll(failures: readonly Failure[]): void {
  if (failures.length === 0) return;
  const untold = failures.filter(({ text, status }) => text !== '' || status);
  if (untold.length === 0) exit(1);
  throw new Failures(untold);
}
