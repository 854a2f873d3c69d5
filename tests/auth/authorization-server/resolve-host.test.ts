import { describe, expect, test } from 'vitest';
import { dnsLookup } from '../../../src/auth/authorization-server/resolve-host.ts';
import { type Answer, startNameServer } from './name-server.ts';

const FOUR = [93, 184, 216, 34];
const SIX = [0x26, 0x06, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x11, 0x11];
const IN_WORDS = {
  four: { address: '93.184.216.34', family: 4 },
  loopback: { address: '127.0.0.1', family: 4 },
  six: { address: '2606:4700::1111', family: 6 },
};

describe('the addresses of a name', () => {
  test.each<[string, Answer, Answer, readonly object[]]>([
    ['both families', [FOUR], [SIX], [IN_WORDS.six, IN_WORDS.four]],
    ['IPv4 only', [FOUR], [], [IN_WORDS.four]],
    ['IPv6 only', [], [SIX], [IN_WORDS.six]],
    ['IPv4 where the other query fails', [FOUR], 'SERVFAIL', [IN_WORDS.four]],
    [
      'several, internal ones with the others',
      [FOUR, [127, 0, 0, 1]],
      [],
      [IN_WORDS.four, IN_WORDS.loopback],
    ],
    ['none', [], [], []],
    ['none where the name is unknown', 'NXDOMAIN', 'NXDOMAIN', []],
    ['none where the name server fails', 'SERVFAIL', 'SERVFAIL', []],
  ])('are %s', async (_, a, aaaa, addresses) => {
    const server = await startNameServer((_name, type) => (type === 'A' ? a : aaaa));
    expect(await dnsLookup([server])('app.example')).toEqual(addresses);
  });

  test('are asked of the name as it is, and of no name of the local network', async () => {
    const asked: string[] = [];
    const server = await startNameServer((name) => {
      asked.push(name);
      return 'NXDOMAIN';
    });
    expect(await dnsLookup([server])('intranet')).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(['intranet']));
  });
});
