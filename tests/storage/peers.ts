import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A server on this machine that treats each connection as the test says, for the length of one test. @returns its port. */
export async function startServer(onConnection: (socket: Socket) => void, port = 0): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onConnection(socket);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

/** Stands between a client and a server on `target`, and can lose an answer. */
export async function startProxy(target: number): Promise<{ port: number; cutAtNextAnswer(): void }> {
  let cut = false;
  const port = await startServer((client) => {
    const server = connect(target, '127.0.0.1');
    server.on('error', () => client.destroy());
    server.on('close', () => client.destroy());
    client.on('close', () => server.destroy());
    client.pipe(server);
    server.on('data', (answer) => {
      if (!cut) {
        client.write(answer);
        return;
      }
      cut = false;
      client.destroy();
    });
  });
  return {
    port,
    cutAtNextAnswer: () => {
      cut = true;
    },
  };
}

/** Answers "OK" to each command, one after the other, with so many milliseconds for each. */
export function answerEach(milliseconds: number): (socket: Socket) => void {
  return (socket) => {
    let last = Promise.resolve();
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      for (const _ of chunk.matchAll(/^\*\d/gm)) {
        last = last.then(() => sleep(milliseconds)).then(() => void socket.write('+OK\r\n'));
      }
    });
  };
}
