import ipaddr from 'ipaddr.js';

/** What the registry calls global unicast; the rest of IPv6 is special or not given out (RFC 4291 §2.4). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** IPv4 behind a translator (RFC 6052 §2.1): networks with IPv6 only see the whole IPv4 internet here. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Whether an IP address belongs to the public internet: not private, loopback, link-local (with the metadata
 * services of clouds), shared, multicast or reserved (RFC 6890).
 *
 * An IPv4 address inside an IPv6 one counts by itself for IPv4-mapped and NAT64; 6to4 and Teredo, which are out
 * of use, are refused whatever they hold.
 *
 * @param address as a resolver gives it, without brackets.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().range() === 'unicast';
  if (parsed.match(NAT64)) return new ipaddr.IPv4(parsed.toByteArray().slice(12)).range() === 'unicast';
  return parsed.range() === 'unicast' && parsed.match(GLOBAL_UNICAST);
}
