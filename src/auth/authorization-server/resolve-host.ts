import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';

const QUERY_TIMEOUT_MS = 1500;
const TRIES = 2;

/** All addresses of a host name, none where there are none. */
export type Lookup = (hostname: string) => Promise<readonly LookupAddress[]>;

/**
 * Asks DNS for the addresses of a name, IPv6 and IPv4.
 *
 * Not `dns.lookup`: that occupies one of the few threads of the process for as long as the name server of a
 * stranger likes, and knows names of the local network besides (`/etc/hosts`, search domains).
 *
 * @param servers name servers in the place of the system's.
 */
export function dnsLookup(servers?: readonly string[]): Lookup {
  return async (hostname) => {
    const resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: TRIES });
    if (servers) resolver.setServers(servers);
    const [six, four] = await Promise.allSettled([resolver.resolve6(hostname), resolver.resolve4(hostname)]);
    return [...addressesIn(six, 6), ...addressesIn(four, 4)];
  };
}

/** A name may have addresses of one family only, and then the other query fails. */
function addressesIn(answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}
