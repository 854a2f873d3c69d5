import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A load balancer as hosts have them: requests in turn, to the next instance where one cannot be connected to. */
export interface LoadBalancer {
  readonly url: string;
  /** Origins of the instances that get requests. May be changed at any time. */
  targets: string[];
  close(): Promise<void>;
}

export async function startLoadBalancer(): Promise<LoadBalancer> {
  const balancer = { targets: [] as string[] };
  let turn = 0;
  const server = createServer((req, res) => {
    const instances = balancer.targets.map(
      (_, index) => balancer.targets[(turn + index) % balancer.targets.length],
    );
    turn += 1;
    const body: Buffer[] = [];
    req.on('data', (chunk: Buffer) => body.push(chunk));
    req.on('end', () =>
      forward(
        instances.filter((target) => target !== undefined),
        Buffer.concat(body),
      ),
    );

    function forward([target, ...others]: string[], sent: Buffer): void {
      if (target === undefined) {
        res.writeHead(502).end('no instance');
        return;
      }
      const { hostname, port } = new URL(target);
      const onward = request(
        { hostname, port, path: req.url, method: req.method, headers: req.headers, agent: false },
        (answer) => {
          res.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(res);
          answer.once('error', () => res.destroy());
        },
      );
      let connected = false;
      onward.once('socket', (socket) => socket.once('connect', () => (connected = true)));
      onward.once('error', () => {
        // Nothing was sent yet, so another instance may have it.
        if (!connected) forward(others, sent);
        else if (res.headersSent) res.destroy();
        else res.writeHead(502).end('instance lost');
      });
      res.once('close', () => onward.destroy());
      onward.end(sent);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(balancer, {
    url: `http://localhost:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
}
