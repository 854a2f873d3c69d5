import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '../../src/pages/layout.ts';

export interface Site {
  /** Origin, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** A site of its own origin on loopback. */
export async function startSite(answer: RequestListener): Promise<Site> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface PageSite extends Site {
  /** Bodies of the forms that came. */
  readonly posts: URLSearchParams[];
  addressOf(name: string): string;
}

/** Serves each page with its policy; takes any form and answers with a plain page. */
export async function servePages(pages: Readonly<Record<string, Page>>): Promise<PageSite> {
  const posts: URLSearchParams[] = [];
  const site = await startSite(async (request, response) => {
    if (request.method === 'POST') {
      posts.push(await readForm(request));
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>taken</title>');
      return;
    }
    const page = pages[decodeURIComponent((request.url ?? '').slice(1))];
    if (page === undefined) {
      // The browser asks for an icon where no policy forbids it.
      response.writeHead(204).end();
      return;
    }
    response
      .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': page.csp })
      .end(page.html);
  });
  return { ...site, posts, addressOf: (name) => `${site.url}/${encodeURIComponent(name)}` };
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return new URLSearchParams(body);
}
