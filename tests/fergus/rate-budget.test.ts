import { beforeEach, describe, expect, test } from 'vitest';
import { type Patience, RateBudget } from '../../src/fergus/rate-budget.ts';
import { failureOf } from './servers.ts';

/** The budget's clock; waiting takes real time, so tests that wait let it run with the real one. */
let clock: () => number;
let time: number;
let budget: RateBudget;

beforeEach(() => {
  time = 1_000_000;
  clock = () => time;
  budget = new RateBudget(() => clock());
});

function headers(remaining: number, reset: number, limit = 100): Headers {
  return new Headers({
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
  });
}

function patience(leftMs = 20_000, waits: number[] = []): Patience {
  return { leftMs, countedUntil: 0, onWait: (seconds) => waits.push(seconds) };
}

/** One request that is sent and answered. */
async function request(remaining: number, reset: number): Promise<void> {
  await budget.acquire(patience());
  budget.release(headers(remaining, reset));
}

/** Whether the request may go at once; one that had to wait is given up. */
async function goesAtOnce(): Promise<boolean> {
  return budget.acquire(patience(0)).then(
    () => true,
    () => false,
  );
}

describe('what is known', () => {
  test('nothing before the first answer, then what it said, until the window ends', async () => {
    expect(budget.lastSeen).toBeUndefined();
    await budget.acquire(patience());
    budget.release(headers(41, 30, 60));
    expect(budget.lastSeen).toEqual({ limit: 60, remaining: 41 });
    time += 29_999;
    expect(budget.lastSeen?.remaining).toBe(41);
    time += 1;
    expect(budget.lastSeen).toBeUndefined();
  });

  test.each([
    {},
    { 'x-ratelimit-remaining': '5' },
    { 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': '10' },
    { 'x-ratelimit-remaining': '-1', 'x-ratelimit-reset': '10' },
    { 'x-ratelimit-remaining': '', 'x-ratelimit-reset': '' },
  ] as Record<string, string>[])('headers %j tell nothing', async (some) => {
    await request(50, 30);
    await budget.acquire(patience());
    budget.release(new Headers(some));
    expect(budget.lastSeen?.remaining).toBe(50);
  });

  test('within one window the lowest figure is the latest, in whatever order answers come', async () => {
    await request(50, 30);
    time += 400;
    await request(52, 30);
    await request(51, 29);
    expect(budget.lastSeen?.remaining).toBe(50);
  });

  test('a new window counts from its first answer, even if the old one seems to last', async () => {
    // The reset is rounded up to whole seconds, so Fergus's window can end before ours.
    await request(3, 1);
    time += 500;
    await request(97, 60);
    expect(budget.lastSeen?.remaining).toBe(97);
  });

  test('a late answer of the window before does not count', async () => {
    await request(3, 1);
    time += 1500;
    await request(97, 60);
    await request(1, 1);
    expect(budget.lastSeen?.remaining).toBe(97);
  });
});

describe('who may go', () => {
  test('the last two requests are left to others', async () => {
    await request(4, 30);
    expect([await goesAtOnce(), await goesAtOnce(), await goesAtOnce()]).toEqual([true, true, false]);
  });

  test('while nothing is known, five; more when the first answer tells', async () => {
    const first = await Promise.all(Array.from({ length: 6 }, goesAtOnce));
    expect(first).toEqual([true, true, true, true, true, false]);
    clock = Date.now;
    const sixth = budget.acquire(patience());
    budget.release(headers(80, 60));
    await sixth;
    expect(await Promise.all(Array.from({ length: 20 }, goesAtOnce))).not.toContain(false);
  });

  test('while nothing is known and no answer comes, the others after two seconds', async () => {
    for (let count = 0; count < 5; count += 1) await budget.acquire(patience());
    time += 1999;
    expect(await goesAtOnce()).toBe(false);
    time += 1;
    expect(await goesAtOnce()).toBe(true);
  });

  test('five again in the next window, though a request of the last one hangs', async () => {
    await budget.acquire(patience());
    await request(80, 10);
    time += 15_000;
    expect(await Promise.all(Array.from({ length: 5 }, goesAtOnce))).toEqual([true, true, true, true, false]);
  });

  test('five again after requests that brought nothing to know', async () => {
    await budget.acquire(patience());
    budget.release();
    time += 5000;
    const next = await Promise.all(Array.from({ length: 6 }, goesAtOnce));
    expect(next).toEqual([true, true, true, true, true, false]);
  });

  test('held up by requests under way alone, one waits for their answers and not for the reset', async () => {
    await request(5, 60);
    for (let count = 0; count < 3; count += 1) expect(await goesAtOnce()).toBe(true);
    const next = budget.acquire(patience(1000));
    // Answered, but their requests were in the figure already.
    budget.release(headers(5, 60));
    await next;
  });

  test('beyond the patience it fails at once with the seconds until the reset', async () => {
    await request(2, 30);
    const failure = await failureOf(budget.acquire(patience()));
    expect(failure).toMatchObject({
      kind: 'rate-limited',
      retryAfterSeconds: 30,
      retryable: true,
      // Fergus was not asked.
      status: undefined,
    });
    expect(failure.message).toContain('Wait 30 seconds');
  });

  test('asking again and again does not move the reset', async () => {
    await request(2, 30);
    for (let count = 0; count < 12; count += 1) {
      time += 500;
      await failureOf(budget.acquire(patience()));
    }
    expect((await failureOf(budget.acquire(patience()))).retryAfterSeconds).toBe(24);
  });
});

describe('waiting', () => {
  beforeEach(() => {
    clock = Date.now;
  });

  test('lasts until the reset and is told', async () => {
    await request(2, 1);
    const waits: number[] = [];
    const started = performance.now();
    await budget.acquire(patience(20_000, waits));
    expect(performance.now() - started).toBeGreaterThan(900);
    expect(waits).toEqual([1]);
  });

  test('adds up within one call', async () => {
    const call = patience(1500);
    await request(2, 1);
    await budget.acquire(call);
    budget.release(headers(2, 1));
    expect(call.leftMs).toBeLessThan(600);
    expect((await failureOf(budget.acquire(call))).message).toContain('Wait 1 second,');
  });

  test('side by side counts once and is told once', async () => {
    const waits: number[] = [];
    const call = patience(3500, waits);
    await request(2, 1);
    await Promise.all([budget.acquire(call), budget.acquire(call), budget.acquire(call)]);
    // One after the other they would leave half a second.
    expect(call.leftMs).toBeGreaterThan(1000);
    expect(waits).toEqual([1]);
  });

  test('after a refusal lasts as long as Fergus asks, whatever the window says', async () => {
    await request(50, 55);
    const started = performance.now();
    await budget.waitAfterRefusal(0.3, patience());
    await budget.acquire(patience());
    expect(performance.now() - started).toBeGreaterThan(280);
  });

  test('after a refusal holds back the others too', async () => {
    await request(50, 55);
    await failureOf(budget.waitAfterRefusal(30, patience()));
    expect((await failureOf(budget.acquire(patience()))).retryAfterSeconds).toBe(30);
  });

  test("ends with the signal's own reason when the caller gives up", async () => {
    await request(2, 10);
    const controller = new AbortController();
    const waiting = budget.acquire(patience(), controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(budget.waitAfterRefusal(5, patience(), controller.signal)).rejects.toBe(reason);
  });
});
