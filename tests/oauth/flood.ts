import { once } from 'node:events';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const CONNECTIONS = 20;

/** Requests that are all alike. */
export interface Flood {
  readonly url: string | URL;
  readonly count: number;
  readonly method?: 'GET' | 'POST';
  /** Of request number `i`. */
  readonly headers?: (i: number) => Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How often a status was answered, and the latest answer with it. */
export interface FloodAnswer {
  readonly count: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Sends them over a few connections that are kept alive, by hand: a whole HTTP client for each request would take
 * longer than the server. @returns the answers by status.
 */
export async function flood({ url, count, method = 'GET', headers = () => ({}), body = '' }: Flood) {
  const { hostname, port, host, pathname, search } = new URL(url);
  const answers = new Map<number, FloodAnswer>();
  let sent = 0;
  const request = () => {
    sent += 1;
    const all = { host, 'content-length': `${body.length}`, ...headers(sent) };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return `${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
  };
  const sendInTurn = async () => {
    const socket = connect(Number(port), hostname).setEncoding('latin1');
    let received = '';
    socket.on('data', (chunk: string) => {
      received += chunk;
      const answer = completeAnswer(received);
      if (!answer) return;
      received = '';
      const before = answers.get(answer.status)?.count ?? 0;
      answers.set(answer.status, { ...answer, count: before + 1 });
      if (sent < count) socket.write(request());
      else socket.end();
    });
    socket.write(request());
    await once(socket, 'close');
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sendInTurn));
  return answers;
}

/** The answer in what has been received; `undefined` where its end has not come. */
function completeAnswer(received: string) {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...fields] = received.slice(0, end).split('\r\n');
  const headers = new Map(
    fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }),
  );
  const body = received.slice(end + 4);
  const length = headers.get('content-length');
  const whole = length === undefined ? body.endsWith('0\r\n\r\n') : body.length >= Number(length);
  return whole ? { status: Number(line.split(' ')[1]), headers, body } : undefined;
}

/** What this process holds on its heap once what nobody needs is gone, in megabytes. */
export function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
