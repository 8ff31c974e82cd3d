// Models the two commands of OpenSSL 3.0 that show a server's certificate: s_client and x509 (cases traffic/externalname-tls,
// traffic/tls-asked-by-hand). Sums and base64 are in openssl-data.ts.
import { parseTime, type Instant } from '../clock/instant.ts';
import type { Process, Program, Running } from '../machine/process.ts';
import { issuerText, type Certificate } from '../servers/certificate.ts';
import { httpDate } from '../servers/http-message.ts';
import { isIPAddress } from '../api/ip-address.ts';
import { openBlockingTCP } from './connection.ts';
import { matchingName, startTLS, trusts } from './http-exchange.ts';
import { base64, digest } from './openssl-data.ts';
import { notSimulated } from './options.ts';
import { resolveName } from './resolving.ts';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** A certificate as the block of text that x509 reads again; what is inside is ours, not DER. */
function armour(certificate: Certificate): string {
  const hex = [...JSON.stringify(certificate)].map((char) => char.charCodeAt(0).toString(36).padStart(2, '0')).join('');
  return `${BEGIN}\n${(hex.match(/.{1,64}/g) ?? []).join('\n')}\n${END}\n`;
}

function disarmour(text: string): Certificate | undefined {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END, from);
  if (from < 0 || to < 0) return undefined;
  const body = text.slice(from + BEGIN.length, to).replace(/\s/g, '');
  try {
    return JSON.parse((body.match(/../g) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 36))).join('')) as Certificate;
  } catch {
    return undefined;
  }
}

export const openssl: Program = function* (process): Running {
  const [, command, ...args] = process.argv;
  if (command === 's_client') return yield* client(process, args);
  if (command === 'x509') return yield* x509(process, args);
  if (command === 'dgst' || command === 'md5' || command === 'sha256') return yield* digest(process, command, args);
  if (command === 'base64' || (command === 'enc' && args.some((arg) => arg === '-base64' || arg === '-a'))) return yield* base64(process, args);
  if (command === 'version') {
    process.out('OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)\n');
    return 0;
  }
  if (command !== undefined && !COMMANDS.includes(command)) {
    process.err(`Invalid command '${command}'; type "help" for a list.\n`);
    return 1;
  }
  return notSimulated(process, `openssl ${command ?? ''}`.trim());
};

const COMMANDS =
  'asn1parse ca ciphers cmp cms crl crl2pkcs7 dgst dhparam dsa dsaparam ec ecparam enc engine errstr fipsinstall gendsa genpkey genrsa help info kdf list mac nseq ocsp passwd pkcs12 pkcs7 pkcs8 pkey pkeyparam pkeyutl prime rand rehash req rsa rsautl s_server s_time sess_id smime speed spkac srp storeutl ts verify x509 base64 md5 sha1 sha256 sha512'.split(
    ' ',
  );
/** What s_client models, and what it knows besides; `=` after what takes a value. */
const MODELLED = 'connect= servername= noservername showcerts verify_hostname= verify_return_error brief 4 6'.split(' ');
const KNOWN =
  'quiet ign_eof verify_quiet no_ign_eof crlf host= port= verify= nameopt= help engine= ssl_client_engine= ssl_config= ct noct ctlogfile= bind= proxy= proxy_user= proxy_pass= unix= maxfraglen= max_send_frag= split_send_frag= max_pipelines= read_buf= fallback_scsv cert= certform= cert_chain= build_chain key= keyform= pass= CApath= CAfile= CAstore= no-CAfile no-CApath no-CAstore requestCAfile= dane_tlsa_domain= dane_tlsa_rrdata= dane_ee_no_namechecks psk_identity= psk= psk_session= name= reconnect sess_out= sess_in= starttls= xmpphost= prexit debug msg msgfile= nbio_test state keymatexport= keymatexportlen= security_debug security_debug_verbose trace keylogfile= nocommands tlsextdebug ignore_unexpected_eof status serverinfo= alpn= async nbio tls1 tls1_1 tls1_2 tls1_3 dtls timeout mtu= dtls1 dtls1_2 nextprotoneg= early_data= enable_pha use_srtp= srpuser= srppass= srp_lateuser srp_moregroups srp_strength= rand= writerand= no_ssl3 no_tls1 no_tls1_1 no_tls1_2 no_tls1_3 bugs no_comp comp no_ticket serverpref legacy_renegotiation client_renegotiation no_renegotiation legacy_server_connect no_resumption_on_reneg no_legacy_server_connect allow_no_dhe_kex prioritize_chacha strict sigalgs= client_sigalgs= groups= curves= named_curve= cipher= ciphersuites= min_protocol= max_protocol= record_padding= debug_broken_protocol no_middlebox no_etm policy= purpose= verify_name= verify_depth= auth_level= attime= verify_email= verify_ip= ignore_critical issuer_checks crl_check crl_check_all policy_check explicit_policy inhibit_any inhibit_map x509_strict extended_crl use_deltas policy_print check_ss_sig trusted_first suiteB_128_only suiteB_128 suiteB_192 partial_chain no_alt_chains no_check_time allow_proxy_certs CRL= crl_download CRLform= chainCAfile= chainCApath= chainCAstore= verifyCAfile= verifyCApath= verifyCAstore= xkey= xcert= xchain= xchain_build xcertform= xkeyform= provider-path= provider= propquery='.split(
    ' ',
  );

/** An exit status where an option is wrong, or is not simulated. */
function wrongOption(process: Process, args: readonly string[]): number | undefined {
  const complain = (words: string): number => {
    process.err(`s_client: ${words}\ns_client: Use -help for summary.\n`);
    return 1;
  };
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    if (!word.startsWith('-')) continue;
    const name = word.replace(/^--?/, '');
    const valued = [...MODELLED, ...KNOWN].includes(`${name}=`);
    if (!valued && ![...MODELLED, ...KNOWN].includes(name)) return complain(`Unknown option: ${word}`);
    if (valued && args[at + 1] === undefined) return complain(`Option ${word} needs a value`);
    if (!MODELLED.includes(valued ? `${name}=` : name)) return notSimulated(process, `openssl s_client ${word}`);
    if (valued) at++;
  }
  return undefined;
}

function* client(process: Process, args: readonly string[]): Running {
  const wrong = wrongOption(process, args);
  if (wrong !== undefined) return wrong;
  const value = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const target = value('-connect') ?? 'localhost:4433';
  const colon = target.lastIndexOf(':');
  const host = target.slice(0, colon < 0 ? undefined : colon).replace(/^\[|\]$/g, '');
  const port = Number(target.slice(colon + 1));
  const { addresses } = yield* resolveName(process, host, args.includes('-6') ? 'AAAA' : args.includes('-4') ? 'A' : 'both');
  if (addresses.length === 0) {
    process.err(
      `40E7E2D2F37F0000:error:10080002:BIO routines:BIO_lookup_ex:system lib:../crypto/bio/bio_addr.c:738:Name or service not known\nconnect:errno=2\n`,
    );
    return 1;
  }
  for (const ip of addresses) {
    const { connection, failure } = yield* openBlockingTCP(process, ip, port);
    if (!connection) {
      const [code, name, words] =
        failure === 'refused'
          ? [111, '0000006F', 'Connection refused']
          : failure === 'no-route'
            ? [113, '00000071', 'No route to host']
            : [110, '0000006E', 'Connection timed out'];
      process.err(
        `40E7E2D2F37F0000:error:8000006F:system library:BIO_connect:${words}:../crypto/bio/bio_sock2.c:117:calling connect()\n40E7E2D2F37F0000:error:10000067:BIO routines:BIO_connect:connect error:../crypto/bio/bio_sock2.c:119:\nconnect:errno=${code}\n`.replace(
          '8000006F',
          `8${name.slice(1)}`,
        ),
      );
      continue;
    }
    const name = value('-servername') ?? (isIPAddress(host) || args.includes('-noservername') ? '' : host);
    const { certificate, failure: problem } = startTLS(process, connection, name);
    // stdio keeps what goes into a pipe.
    const connected = 'CONNECTED(00000003)\n';
    if (!certificate) {
      if (problem === 'silent') yield { until: () => false, interruptible: true };
      process.err('40E7E2D2F37F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl/record/ssl3_record.c:350:\n');
      process.out(
        `${connected}---\nno peer certificate available\n---\nNo client certificate CA names sent\n---\nSSL handshake has read 5 bytes and written 293 bytes\nVerification: OK\n---\nNew, (NONE), Cipher is (NONE)\nSecure Renegotiation IS NOT supported\nCompression: NONE\nExpansion: NONE\nNo ALPN negotiated\nEarly data was not sent\nVerify return code: 0 (ok)\n---\n`,
      );
      return 1;
    }
    const { subjectCN, issuerCN, attribute = 'CN' } = certificate;
    const issuer = issuerText(certificate, ' = ', ', ');
    const selfSigned = subjectCN === issuerCN;
    const trusted = !selfSigned && trusts(process, issuerCN);
    const wanted = value('-verify_hostname');
    // What was found wrong, in the order it was looked at; the last of it is the verdict.
    const problems: (readonly [number: number, words: string])[] = [];
    if (selfSigned) problems.push([18, 'self-signed certificate']);
    else if (!trusted) problems.push([20, 'unable to get local issuer certificate'], [21, 'unable to verify the first certificate']);
    if (wanted !== undefined && matchingName(certificate, wanted) === undefined) problems.unshift([62, 'hostname mismatch']);
    const subject = `depth=0 ${attribute} = ${subjectCN}\n`;
    const [first] = problems;
    // The client breaks the handshake off: there is no certificate of the peer then.
    if (first && args.includes('-verify_return_error')) {
      process.err(
        `${subject}verify error:num=${first[0]}:${first[1]}\n40E7E2D2F37F0000:error:0A000086:SSL routines:tls_post_process_server_certificate:certificate verify failed:../ssl/statem/statem_clnt.c:1889:\n`,
      );
      process.out(
        `${args.includes('-brief') ? '' : connected}---\nno peer certificate available\n---\nNo client certificate CA names sent\nServer Temp Key: X25519, 253 bits\n---\nSSL handshake has read 637 bytes and written 304 bytes\nVerification error: ${first[1]}\n---\nNew, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\nSecure Renegotiation IS NOT supported\nCompression: NONE\nExpansion: NONE\nNo ALPN negotiated\nEarly data was not sent\nVerify return code: ${first[0]} (${first[1]})\n---\n`,
      );
      return 1;
    }
    const brief = args.includes('-brief');
    process.err(problems.map(([number, words]) => `${subject}verify error:num=${number}:${words}\n${brief ? '' : 'verify return:1\n'}`).join(''));
    if (trusted && !brief) process.err(`depth=1 ${issuer}\nverify return:1\n${subject}verify return:1\n`);
    const [code, words] = problems.at(-1) ?? [0, 'ok'];
    if (brief) {
      process.err(
        `CONNECTION ESTABLISHED\nProtocol version: TLSv1.3\nCiphersuite: TLS_AES_256_GCM_SHA384\nPeer certificate: ${attribute} = ${subjectCN}\nHash used: SHA256\nSignature type: ${selfSigned ? 'RSA-PSS' : 'ECDSA'}\nVerification${first ? ` error: ${first[1]}` : ': OK'}\nServer Temp Key: X25519, 253 bits\n`,
      );
      yield* process.input.readAll();
      process.err('DONE\n');
      return 0;
    }
    process.out(
      `${connected}---\nCertificate chain\n 0 s:${attribute} = ${subjectCN}\n   i:${issuer}\n---\nServer certificate\n${armour(certificate)}subject=${attribute} = ${subjectCN}\nissuer=${issuer}\n---\nNo client certificate CA names sent\nPeer signing digest: SHA256\nPeer signature type: RSA-PSS\nServer Temp Key: X25519, 253 bits\n---\nSSL handshake has read 1399 bytes and written 385 bytes\nVerification${problems[0] ? ` error: ${problems[0][1]}` : `: OK${wanted === undefined ? '' : `\nVerified peername: ${matchingName(certificate, wanted)}`}`}\n---\nNew, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\nServer public key is 2048 bit\nSecure Renegotiation IS NOT supported\nCompression: NONE\nExpansion: NONE\nNo ALPN negotiated\nEarly data was not sent\nVerify return code: ${code} (${words})\n---\n`,
    );
    yield* process.input.readAll();
    process.err('DONE\n');
    return 0;
  }
  return 1;
}

/** Every certificate is good for 3650 days, from the cluster's first moment. */
function validity({ draft, now }: Process): { readonly begins: Instant; readonly ends: Instant } {
  const begins = parseTime(draft.get('services', 'default', 'kubernetes')?.metadata.creationTimestamp ?? '') ?? now;
  return { begins, ends: begins + 3650 * 86_400_000 };
}

function* x509(process: Process, args: readonly string[]): Running {
  const at = args.indexOf('-in');
  const path = at >= 0 ? (args[at + 1] ?? '') : undefined;
  const text = path === undefined ? yield* process.input.readAll() : process.files.read(path);
  if (text === undefined) {
    process.err(
      `Could not open file or uri for loading certificate from ${path}\n40E7E2D2F37F0000:error:16000069:STORE routines:ossl_store_get0_loader_int:unregistered scheme:../crypto/store/store_register.c:237:scheme=file\n40E7E2D2F37F0000:error:80000002:system library:file_open:No such file or directory:../providers/implementations/storemgmt/file_store.c:266:calling stat(${path})\nUnable to load certificate\n`,
    );
    return 1;
  }
  const certificate = disarmour(text);
  if (!certificate) {
    process.err(`Could not read certificate from ${path ?? '<stdin>'}\nUnable to load certificate\n`);
    return 1;
  }
  const { subjectCN, attribute = 'CN', dnsNames, ipAddresses } = certificate;
  for (const [index, arg] of args.entries()) {
    if (arg === '-subject') process.out(`subject=${attribute} = ${subjectCN}\n`);
    else if (arg === '-issuer') process.out(`issuer=${issuerText(certificate, ' = ', ', ')}\n`);
    else if (arg === '-ext') {
      if (args[index + 1] !== 'subjectAltName') {
        return notSimulated(process, `openssl x509 -ext ${args[index + 1] ?? ''}`);
      }
      process.out(
        `X509v3 Subject Alternative Name: \n    ${[...dnsNames.map((name) => `DNS:${name}`), ...ipAddresses.map((ip) => `IP Address:${ip}`)].join(', ')}\n`,
      );
    } else if (arg === '-checkhost') {
      const host = args[index + 1] ?? '';
      process.out(`Hostname ${host} does ${matchingName(certificate, host) === undefined ? 'NOT ' : ''}match certificate\n`);
    } else if (arg === '-dates' || arg === '-startdate' || arg === '-enddate') {
      const { begins, ends } = validity(process);
      const shown = (at: Instant): string =>
        httpDate(at).replace(
          /^.*, 0?(\d+) (\w+) (\d+) ([\d:]+)/,
          (_, day: string, month: string, year: string, time: string) => `${month} ${day.padStart(2)} ${time} ${year}`,
        );
      if (arg !== '-enddate') process.out(`notBefore=${shown(begins)}\n`);
      if (arg !== '-startdate') process.out(`notAfter=${shown(ends)}\n`);
    } else if (arg === '-checkend') {
      const expires = process.now + Number(args[index + 1]) * 1000 >= validity(process).ends;
      process.out(`Certificate will ${expires ? '' : 'not '}expire\n`);
      if (expires) return 1;
    } else if (arg === '-text' || arg === '-serial' || arg === '-fingerprint' || arg === '-pubkey') {
      return notSimulated(process, `openssl x509 ${arg}`);
    }
  }
  if (!args.includes('-noout')) process.out(armour(certificate));
  return 0;
}
