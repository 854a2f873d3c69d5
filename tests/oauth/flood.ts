import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Requests that are all the same. */
export interface Flood {
  readonly url: URL;
  readonly count: number;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How often a status was answered, with the first answer of it. */
export interface FloodAnswer {
  count: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const CONNECTIONS = 20;

/** Sends them over a few connections that are kept alive. @returns the answers by status. */
export async function flood({ url, count, method = 'GET', headers = {}, body }: Flood) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const answers = new Map<number, FloodAnswer>();
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const sent = request(url, { method, headers, agent }).end(body);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      const status = response.statusCode ?? 0;
      const known = answers.get(status);
      if (known) {
        known.count += 1;
        await once(response.resume(), 'end');
      } else {
        const first: FloodAnswer = { count: 1, headers: response.headers, body: '' };
        answers.set(status, first);
        answers.set(status, { ...answers.get(status), ...first, body: await text(response) });
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return answers;
}

/** What this process uses of its heap when all that nobody holds is gone, in megabytes. */
export function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
