import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

const TYPES: Readonly<Record<number, 'A' | 'AAAA'>> = { 1: 'A', 28: 'AAAA' };
const ERRORS = { SERVFAIL: 2, NXDOMAIN: 3 } as const;

/** What a name server of the tests says: addresses as raw bytes, or an error. */
export type Answer = readonly (readonly number[])[] | keyof typeof ERRORS;

/**
 * A name server on loopback (RFC 1035 §4.1) for the length of the test.
 *
 * @param answer is asked for every query.
 * @returns its address as `Resolver.setServers` takes it.
 */
export async function startNameServer(answer: (name: string, type: 'A' | 'AAAA') => Answer): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const labels: string[] = [];
    let end = 12;
    for (let size = query[end] ?? 0; size > 0; size = query[end] ?? 0) {
      labels.push(query.toString('latin1', end + 1, end + 1 + size));
      end += 1 + size;
    }
    const type = TYPES[query.readUInt16BE(end + 1)];
    const said = type ? answer(labels.join('.'), type) : [];
    const records = typeof said === 'string' ? [] : said;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | (typeof said === 'string' ? ERRORS[said] : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    const question = query.subarray(12, end + 5);
    const sections = records.map((bytes) =>
      Buffer.concat([
        Buffer.from([0xc0, 0x0c]),
        question.subarray(-4),
        Buffer.from([0, 0, 0, 60, 0, bytes.length, ...bytes]),
      ]),
    );
    socket.send(Buffer.concat([header, question, ...sections]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return `127.0.0.1:${socket.address().port}`;
}
