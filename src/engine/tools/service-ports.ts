/** Names of /etc/services that matter here (Debian's netbase). */
export const SERVICE_PORTS: { readonly [name: string]: number } = {
  echo: 7,
  discard: 9,
  daytime: 13,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  tftp: 69,
  gopher: 70,
  finger: 79,
  http: 80,
  kerberos: 88,
  pop3: 110,
  sunrpc: 111,
  ntp: 123,
  imap2: 143,
  snmp: 161,
  ldap: 389,
  https: 443,
  submission: 587,
  ldaps: 636,
  imaps: 993,
  pop3s: 995,
  socks: 1080,
  openvpn: 1194,
  'ms-sql-s': 1433,
  mysql: 3306,
  svn: 3690,
  epmd: 4369,
  sip: 5060,
  'xmpp-client': 5222,
  mdns: 5353,
  postgresql: 5432,
  amqp: 5672,
  x11: 6000,
  redis: 6379,
  'http-alt': 8080,
  'bacula-dir': 9101,
  'zabbix-agent': 10050,
};

/** Other names of a service. */
export const SERVICE_ALIASES: { readonly [name: string]: string } = {
  http: 'www',
  smtp: 'mail',
  pop3: 'pop-3',
  sunrpc: 'portmapper',
  kerberos: 'kerberos5 krb5 kerberos-sec',
  imap2: 'imap',
};

/** Of these, what UDP carries as well, or alone. */
export const BY_UDP_TOO: readonly string[] = 'echo discard daytime domain kerberos sunrpc snmp ldap https ldaps openvpn sip http-alt'.split(' ');
export const ONLY_BY_UDP: readonly string[] = ['tftp', 'ntp', 'mdns'];

/** Whether a service is listed with this protocol. */
const isListed = (name: string, udp: boolean): boolean => (udp ? BY_UDP_TOO.includes(name) || ONLY_BY_UDP.includes(name) : !ONLY_BY_UDP.includes(name));

/** The service name that getservbyport gives for a port. */
export const serviceName = (port: number, udp: boolean): string | undefined =>
  Object.keys(SERVICE_PORTS).find((name) => SERVICE_PORTS[name] === port && isListed(name, udp));

/** The port that getservbyname gives for a name. */
export const servicePort = (name: string, udp: boolean): number | undefined =>
  Object.hasOwn(SERVICE_PORTS, name) && isListed(name, udp) ? SERVICE_PORTS[name] : undefined;
