// The addresses and families of a Service: fields that must agree. Models pkg/apis/core/validation
// ValidateServiceClusterIPsRelatedFields and validateUpgradeDowngrade… (v1.37.1).
import type { Service } from '../api/core-v1.ts';
import { duplicate, invalid, required, type FieldError } from '../api/field-error.ts';
import { index } from '../api/field-path.ts';
import { isHeadless } from '../api/service-traits.ts';
import { notAmong } from './field-problems.ts';
import { ipProblems, isIPv6 } from './ip-problems.ts';

const FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** Asked twice: before allocation, and again among all the rest. */
export function clusterIPsProblems({ spec }: Service, before: Service | undefined, strict: boolean): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const errors: FieldError[] = [];
  const { clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  const field = 'spec.clusterIPs';
  if (clusterIP) {
    if (clusterIPs.length === 0) errors.push(required(field, 'field-required'));
    else if (clusterIPs[0] !== clusterIP) errors.push(invalid(field, clusterIPs, 'cluster-ips-differ-from-cluster-ip'));
  } else if (clusterIPs.length > 0) errors.push(invalid(field, clusterIPs, 'cluster-ips-without-cluster-ip'));

  ipFamilies.forEach((family, i) => {
    errors.push(...notAmong(index('spec.ipFamilies', i), family, FAMILIES));
    if (ipFamilies.indexOf(family) < i) errors.push(duplicate(index('spec.ipFamilies', i), family));
  });
  if (ipFamilyPolicy !== undefined) errors.push(...notAmong('spec.ipFamilyPolicy', ipFamilyPolicy, POLICIES));

  let malformed = false;
  clusterIPs.forEach((ip, i) => {
    const problems =
      i === 0 && ip === 'None'
        ? clusterIPs.length > 1
          ? [invalid(field, clusterIPs, 'none-not-alone')]
          : []
        : ipProblems(index(field, i), ip, strict, before?.spec.clusterIPs);
    malformed ||= problems.length > 0;
    errors.push(...problems);
  });
  if (clusterIPs.length > 2) errors.push(invalid(field, clusterIPs, 'too-many-cluster-ips'));
  // Among malformed addresses, families and indexes would mislead.
  if (malformed) return errors;

  if (clusterIPs.length > 1 && new Set(clusterIPs.map(isIPv6)).size < 2) errors.push(invalid(field, clusterIPs, 'cluster-ips-of-one-family'));
  if (!isHeadless(spec)) {
    clusterIPs.slice(0, ipFamilies.length).forEach((ip, i) => {
      const family = ipFamilies[i];
      if ((family === 'IPv4' || family === 'IPv6') && isIPv6(ip) !== (family === 'IPv6')) {
        errors.push(invalid(index(field, i), ip, 'cluster-ip-of-other-family', { family, index: i }));
      }
    });
  }
  return errors;
}

const involvesExternalName = (after: Service, before: Service): boolean => after.spec.type === 'ExternalName' || before.spec.type === 'ExternalName';

/** The first address stays for life, the second may come, and go with SingleStack. */
export function clusterIPUpdateProblems(after: Service, before: Service): FieldError[] {
  if (involvesExternalName(after, before) || (isHeadless(before.spec) && isHeadless(after.spec))) return [];
  const given = after.spec.clusterIPs ?? [];
  const stored = before.spec.clusterIPs ?? [];
  const changed = (i: number): FieldError => invalid(index('spec.clusterIPs', i), given, 'cluster-ip-immutable');
  if (stored.length === given.length) return stored.flatMap((ip, i) => (ip === given[i] ? [] : [changed(i)]));
  const errors = stored.length > 0 && given.length > 0 && stored[0] !== given[0] ? [changed(0)] : [];
  if (stored.length > given.length && given.length === 1 && after.spec.ipFamilyPolicy !== 'SingleStack') {
    errors.push(invalid('spec.ipFamilyPolicy', after.spec.ipFamilyPolicy ?? null, 'second-released-without-single-stack', { what: 'cluster IP', late: true }));
  }
  return errors;
}

/** As `clusterIPUpdateProblems`, for the families; headless Services may change theirs. */
export function ipFamilyUpdateProblems(after: Service, before: Service): FieldError[] {
  if (involvesExternalName(after, before) || isHeadless(before.spec) || isHeadless(after.spec)) return [];
  const given = after.spec.ipFamilies ?? [];
  const stored = before.spec.ipFamilies ?? [];
  const field = 'spec.ipFamilies[0]';
  // All complaints name the first family; where the lengths differ, upstream shows the addresses as the value.
  if (stored.length === given.length) return stored.flatMap((family, i) => (family === given[i] ? [] : [invalid(field, given, 'ip-family-immutable')]));
  const errors = given.length > 0 && stored.length > 0 && given[0] !== stored[0] ? [invalid(field, after.spec.clusterIPs ?? null, 'ip-family-immutable')] : [];
  if (stored.length > given.length && given.length === 1 && after.spec.ipFamilyPolicy !== 'SingleStack') {
    errors.push(invalid('spec.ipFamilyPolicy', after.spec.ipFamilyPolicy ?? null, 'second-released-without-single-stack', { what: 'IP family', late: true }));
  }
  return errors;
}
