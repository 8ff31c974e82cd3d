/** Commands of kubernetes test/images/agnhost (v1.37.1) that are not simulated. */
const COMMANDS = new Set(
  'audit-proxy connect crd-conversion-webhook dns-server-list dns-suffix entrypoint-tester etc-hosts fake-gitserver fake-registry-server grpc-health-checking guestbook help inclusterclient liveness logs-generator mounttest net nettest no-snat-test no-snat-test-proxy openidmetadata port-forward-tester porter resource-consumer-controller stress tcp-reset test-webserver webhook'.split(
    ' ',
  ),
);

/** Says that a command is not simulated, or that agnhost has none of that name. */
export function refuseCommand(
  process: { readonly err: (text: string) => void; notSimulated: (kind: 'program', facts: { readonly program: string }, line: string) => void },
  command: string,
): void {
  if (COMMANDS.has(command)) process.notSimulated('program', { program: `agnhost ${command}` }, `minato: agnhost ${command} is not simulated`);
  else process.err(`Error: unknown command "${command}" for "app"\nRun 'app --help' for usage.\n`);
}
