import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedInClient } from '../support/oauth-flow.ts';
import { redisAvailable, startRedis } from '../support/redis.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type RedisLine, startRedisLine } from './redis-line.ts';
import { type CallOutcome, startWorkingClient, type WorkingClient } from './working-client.ts';

/** What a client may be told while something is broken: that, and that it may try again. */
const RETRYABLE =
  /\b50[234]\b|fetch failed|terminated|socket|ECONN|cannot be reached|try again|timed out|instance lost|no instance/i;

describe.skipIf(!redisAvailable())('two instances over one Redis', { timeout: 90_000 }, () => {
  let cluster: Cluster;
  let line: RedisLine;
  /** A client of each era for the user of each company, at work all the while. */
  let clients: { readonly client: WorkingClient; readonly own: string; readonly foreign: string }[];

  beforeAll(async () => {
    const redis = await startRedis();
    line = await startRedisLine(redis.port);
    cluster = await startCluster({ redis, redisUrl: line.url });
    const { main, other } = cluster.fergus.businesses;
    const names = (business: typeof main) => [...business.customers.values()].map((c) => c.customerFullName);
    clients = [];
    for (const [user, own, foreign] of [
      ['owner', main, other],
      ['other', other, main],
    ] as const) {
      const { tokens } = await signedInClient(cluster.url, user);
      for (const mode of ['legacy', { pin: '2026-07-28' }] as const) {
        clients.push({
          client: await startWorkingClient(cluster.mcpUrl, tokens.access_token, mode),
          own: names(own).join('|'),
          foreign: names(foreign).join('|'),
        });
      }
    }
  }, 60_000);

  afterAll(async () => {
    await Promise.all(clients.map(({ client }) => client.stop()));
    await cluster?.close();
    await line?.close();
  });

  /** Everybody works again, without signing in, and what they were told meanwhile was fair. */
  async function recovered(): Promise<readonly CallOutcome[]> {
    // An instance that is still on its way back to Redis says so, and is sent no traffic by a real balancer.
    for (const { origin } of cluster.instances) {
      await expect.poll(async () => (await fetch(`${origin}/ready`)).status, { timeout: 20_000 }).toBe(200);
    }
    await Promise.all(clients.map(({ client }) => client.nextSuccess()));
    const all: CallOutcome[] = [];
    for (const { client, own, foreign } of clients) {
      const seen = client.outcomes.splice(0);
      for (const { ok, text } of seen) {
        expect(text, 'never a 401 that is not deserved').not.toMatch(/\b401\b|unauthorized|sign in again/i);
        if (ok) {
          expect(
            own.split('|').some((name) => text.includes(name)),
            text,
          ).toBe(true);
          expect(
            foreign.split('|').find((name) => text.includes(name)),
            'never another company',
          ).toBe(undefined);
        } else {
          expect(text).toMatch(RETRYABLE);
        }
      }
      all.push(...seen);
    }
    return all;
  }

  test('work in turns without an error', async () => {
    await sleep(1000);
    const outcomes = await recovered();
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(20);
  });

  test('SIGKILL of one instance costs its calls under way and nothing else', async () => {
    const [victim] = cluster.instances;
    if (!victim) throw new Error('no instance');
    await cluster.removeInstance(victim, 'SIGKILL');
    const outcomes = await recovered();
    expect(outcomes.filter(({ ok }) => !ok).length).toBeLessThanOrEqual(2 * clients.length);
    await cluster.addInstance();
  });

  test('a rolling restart of both costs no call at all', async () => {
    for (const instance of [...cluster.instances]) {
      await cluster.addInstance();
      await cluster.removeInstance(instance, 'SIGTERM');
    }
    const outcomes = await recovered();
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  });

  test('a broken connection to Redis is made again', async () => {
    line.reset();
    await sleep(300);
    await recovered();
  });

  test('a slow Redis makes calls slow, not wrong', async () => {
    line.delay(200);
    await sleep(3000);
    line.delay(0);
    const outcomes = await recovered();
    expect(outcomes.filter(({ ok }) => ok).length).toBeGreaterThan(0);
  });

  test('Redis gone for 10 s: clear errors, then everybody goes on', async () => {
    line.cut();
    await sleep(10_000);
    line.mend();
    const outcomes = await recovered();
    const errors = outcomes.filter(({ ok }) => !ok);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.some(({ text }) => /storage of sign-ins .* cannot be reached.*Try again/.test(text))).toBe(
      true,
    );
  });

  test('Redis emptied: everybody has to sign in again, and can', async () => {
    await cluster.redis.flush();
    await sleep(500);
    await Promise.all(clients.map(({ client }) => client.stop()));
    for (const { client } of clients) expect(client.outcomes.at(-1)?.ok).toBe(false);
    clients = [];
    const { tokens } = await signedInClient(cluster.url, 'owner');
    const again = await startWorkingClient(cluster.mcpUrl, tokens.access_token, 'legacy');
    await again.nextSuccess();
    await again.stop();
  });
});
