import { test } from 'vitest';
import { flood, heapMegabytes } from './flood.ts';
import { authorizeUrl, pkce, register } from '../support/oauth-flow.ts';
import { startTestServer } from '../support/http-server.ts';
test('probe', async () => {
  const s = await startTestServer({ env: { ENABLE_RATE_LIMITING: 'true', TRUST_PROXY: '1' } });
  const c = await register(s.url);
  console.log(heapMegabytes());
  const cpu = process.cpuUsage();
  const t = performance.now();
  const a = await flood({ url: authorizeUrl(s.url, { client_id: c.client_id, code_challenge: pkce().challenge }), count: 20000, headers: { 'x-forwarded-for': '203.0.113.7' } });
  console.log(performance.now() - t, process.cpuUsage(cpu), [...a].map(([k, v]) => [k, v.count, v.headers, v.body.length]));
  console.log(heapMegabytes());
  await s.close();
}, 120000);
