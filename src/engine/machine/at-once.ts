/** What is done at once, for those who take generators: it waits for nothing and starts nothing. Done when it is first asked to go on. */
// eslint-disable-next-line require-yield -- that it never yields is what it is for
export function* atOnce<T>(run: () => T): Generator<never, T, void> {
  return run();
}
