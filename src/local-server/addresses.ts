import { hostname, networkInterfaces } from 'node:os';

/** An address of this machine that others in the room can reach. */
export interface RoomAddress {
  readonly address: string;
  /** The interface, as the system calls it: `wlan0`, `Wi-Fi`. */
  readonly on: string;
}

/** IPv4 addresses of this machine on its networks, those of home and office networks first: they are short enough to type. */
export function roomAddresses(): readonly RoomAddress[] {
  const found = Object.entries(networkInterfaces()).flatMap(([on, addresses]) =>
    (addresses ?? []).flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal && !address.startsWith('169.254.') ? [{ address, on }] : [])),
  );
  const isPrivate = ({ address }: RoomAddress): boolean => /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./u.test(address);
  return found.sort((a, b) => Number(isPrivate(b)) - Number(isPrivate(a)));
}

/** The host of a `Host` header without its port, in lower case: `[::1]:8080` is `[::1]`. */
function hostOf(header: string): string {
  return header.toLowerCase().replace(/:\d{1,5}$/u, '');
}

/**
 * Whether a `Host` header names this machine. A page of elsewhere whose name is made to point here (DNS rebinding) still sends its
 * own name, and is refused. Addresses are asked for anew each time: a laptop may change its network.
 */
export function namesThisMachine(header: string | undefined, more: readonly string[] = []): boolean {
  if (header === undefined) return false;
  const host = hostOf(header);
  const own = hostname().toLowerCase();
  const short = own.split('.')[0] ?? own;
  if (['localhost', '127.0.0.1', '[::1]', own, short, `${short}.local`, ...more.map((name) => name.toLowerCase())].includes(host)) return true;
  return Object.values(networkInterfaces()).some((addresses) =>
    (addresses ?? []).some(({ address, family }) => host === (family === 'IPv6' ? `[${address.toLowerCase()}]` : address)),
  );
}

/** Whether a `Host` header names this machine to itself: a browser then treats plain http as it does https. */
export function isLoopback(header: string | undefined): boolean {
  return header !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(hostOf(header));
}

/** Whether a connection comes from this machine itself: unlike a `Host` header, its address is not the client's to choose. */
export function isOwnAddress(remote: string): boolean {
  return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(remote);
}
