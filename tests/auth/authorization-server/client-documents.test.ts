import { describe, expect, test } from 'vitest';
import { ClientDocuments } from '../../../src/auth/authorization-server/client-documents.ts';
import { ClientDocumentError } from '../../../src/auth/authorization-server/client-metadata-document.ts';
import {
  DocumentFetchError,
  type FetchDocument,
  type FetchedDocument,
} from '../../../src/auth/authorization-server/fetch-document.ts';

const ID = 'https://app.example/client.json';
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);

type Headers = Partial<Pick<FetchedDocument, 'cacheControl' | 'expires'>>;

function documentOf(url: URL, name: string, headers: Headers = {}): FetchedDocument {
  const document = { client_id: url.href, client_name: name, redirect_uris: ['https://app.example/cb'] };
  return {
    status: 200,
    contentType: 'application/json',
    cacheControl: undefined,
    body: JSON.stringify(document),
    ...headers,
  };
}

/** A cache with a clock to be moved, and a network that answers as told; every document's name is its count. */
function setUp(answer: (url: URL, count: number) => FetchedDocument | Promise<FetchedDocument>) {
  const state = { now: START, fetched: [] as string[], answer };
  const fetch: FetchDocument = async (url) => {
    state.fetched.push(url.href);
    return state.answer(url, state.fetched.length);
  };
  return { state, documents: new ClientDocuments(fetch, () => state.now) };
}

const numbered = (url: URL, count: number) => documentOf(url, `v${count}`);
const down = () => Promise.reject(new DocumentFetchError('it did not answer within 5 seconds'));

/** Something to wait at until it is opened. */
function gateway() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

async function nameOf(documents: ClientDocuments, id = ID): Promise<string | undefined> {
  return (await documents.find(id)).clientName;
}

async function failureOf(work: Promise<unknown>): Promise<ClientDocumentError> {
  const error = await work.then(
    () => new Error('It was found.'),
    (reason: unknown) => reason,
  );
  if (error instanceof ClientDocumentError) return error;
  throw error;
}

describe('a document is fetched again after', () => {
  test.each<[string, Headers, number]>([
    ['5 minutes without headers', {}, 300],
    ['its max-age', { cacheControl: 'public, max-age=600' }, 600],
    ['its max-age in quotes and capitals', { cacheControl: 'Max-Age="600"' }, 600],
    [
      'its max-age, not its Expires',
      { cacheControl: 'max-age=600', expires: new Date(START).toUTCString() },
      600,
    ],
    ['its Expires', { expires: new Date(START + 2 * HOUR).toUTCString() }, 7200],
    ['5 minutes with directives that say nothing of it', { cacheControl: 'public' }, 300],
    ['a day at most', { cacheControl: 'max-age=31536000, immutable' }, 86_400],
    ['a day at most, however large the number', { cacheControl: `max-age=${'9'.repeat(400)}` }, 86_400],
    ['a day at most by Expires', { expires: new Date(START + 9 * DAY).toUTCString() }, 86_400],
    ['30 seconds at least', { cacheControl: 'max-age=0, must-revalidate' }, 30],
    ['30 seconds where it is not to be stored', { cacheControl: 'no-store' }, 30],
    ['30 seconds where it is not to be reused', { cacheControl: 'no-cache, max-age=600' }, 30],
    ['30 seconds where it has expired', { expires: new Date(START - HOUR).toUTCString() }, 30],
    ['30 seconds where Expires is no date', { expires: '0' }, 30],
  ])('%s', async (_, headers, seconds) => {
    const { state, documents } = setUp((url, count) => documentOf(url, `v${count}`, headers));
    expect(await nameOf(documents)).toBe('v1');
    state.now = START + seconds * SECOND - 1;
    expect(await nameOf(documents)).toBe('v1');
    expect(state.fetched).toEqual([ID]);
    state.now = START + seconds * SECOND;
    expect(await nameOf(documents)).toBe('v2');
    expect(state.fetched).toEqual([ID, ID]);
  });
});

describe('a document that cannot be read', () => {
  test('is a failure that says why, and is not asked for again within 30 seconds', async () => {
    const { state, documents } = setUp(down);
    const failure = await failureOf(documents.find(ID));
    expect(failure.problem).toBe('unreadable');
    expect(failure.message).toBe(
      `The app describes itself at ${ID}, but that document cannot be read: it did not answer within 5 seconds.`,
    );
    state.answer = numbered;
    state.now += 30 * SECOND - 1;
    expect((await failureOf(documents.find(ID))).message).toBe(failure.message);
    expect(state.fetched.length).toBe(1);
    state.now += 1;
    expect(await nameOf(documents)).toBe('v2');
  });

  test('keeps what went wrong from the message where it is not meant for people', async () => {
    const { documents } = setUp(() => Promise.reject(new TypeError('10.0.0.7 refused')));
    const failure = await failureOf(documents.find(ID));
    expect(failure.problem).toBe('unreadable');
    expect(failure.message).toMatch(/: it cannot be reached\.$/);
    expect(failure.cause).toBeInstanceOf(TypeError);
  });

  test.each<[string, () => FetchedDocument | Promise<FetchedDocument>]>([
    ['no answer', down],
    ['status 503', () => ({ ...documentOf(new URL(ID), ''), status: 503, body: '' })],
    ['status 403', () => ({ ...documentOf(new URL(ID), ''), status: 403, body: '' })],
    ['a web page', () => ({ ...documentOf(new URL(ID), ''), contentType: 'text/html', body: '' })],
  ])('is replaced by its last good copy for a day (%s), and is tried every 30 seconds', async (_, broken) => {
    const { state, documents } = setUp(numbered);
    await documents.find(ID);
    state.answer = broken;
    const stale = START + 300 * SECOND;
    state.now = stale;
    expect(await nameOf(documents)).toBe('v1');
    expect(await nameOf(documents)).toBe('v1');
    expect(state.fetched.length).toBe(2);
    state.now += 30 * SECOND;
    expect(await nameOf(documents)).toBe('v1');
    expect(state.fetched.length).toBe(3);
    state.now = stale + DAY - 1;
    expect(await nameOf(documents)).toBe('v1');
    state.now = stale + DAY;
    expect((await failureOf(documents.find(ID))).problem).toBe('unreadable');
    state.answer = numbered;
    state.now += 30 * SECOND;
    expect(await nameOf(documents)).toBe('v5');
  });

  test('has no last good copy where it was not to be stored', async () => {
    const { state, documents } = setUp((url) => documentOf(url, 'v1', { cacheControl: 'no-store' }));
    await documents.find(ID);
    state.answer = down;
    state.now += 30 * SECOND;
    await failureOf(documents.find(ID));
  });
});

test.each<[string, () => FetchedDocument]>([
  ['is gone', () => ({ ...documentOf(new URL(ID), ''), status: 404, body: '' })],
  ['breaks the rules', () => documentOf(new URL(ID), '')],
  ['has become another one', () => documentOf(new URL('https://other.example/client.json'), 'Other')],
])('a document that %s ends the client at once, also its last good copy', async (_, broken) => {
  const { state, documents } = setUp(numbered);
  await documents.find(ID);
  state.answer = broken;
  state.now += 300 * SECOND;
  expect((await failureOf(documents.find(ID))).problem).toBe('invalid');
  state.answer = down;
  state.now += 30 * SECOND;
  expect((await failureOf(documents.find(ID))).problem).toBe('unreadable');
});

describe('fetches', () => {
  test('of one document are shared by all who ask meanwhile', async () => {
    const gate = gateway();
    const { state, documents } = setUp(async (url, count) => {
      await gate.opened;
      return numbered(url, count);
    });
    const asked = Array.from({ length: 20 }, () => nameOf(documents));
    gate.open();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['v1']));
    expect(state.fetched).toEqual([ID]);
  });

  test('that fail fail for all who ask meanwhile', async () => {
    const { state, documents } = setUp(down);
    const asked = Array.from({ length: 20 }, () => failureOf(documents.find(ID)));
    expect((await Promise.all(asked)).length).toBe(20);
    expect(state.fetched).toEqual([ID]);
  });

  test('go on 50 at a time at most; beyond that the last good copy has to do', async () => {
    const { state, documents } = setUp(numbered);
    await documents.find(ID);
    state.now += 300 * SECOND;
    const gate = gateway();
    state.answer = async (url, count) => {
      await gate.opened;
      return numbered(url, count);
    };
    const others = Array.from({ length: 50 }, (_, index) => documents.find(`https://app.example/${index}`));
    expect(await nameOf(documents)).toBe('v1');
    const failure = await failureOf(documents.find('https://app.example/50'));
    expect(failure.message).toMatch(/too many others/);
    expect(state.fetched.length).toBe(51);
    gate.open();
    await Promise.all(others);
    expect(await nameOf(documents, 'https://app.example/50')).toBe('v52');
  });
});

test('a thousand documents are remembered, and the one asked for longest ago is forgotten for the next', async () => {
  const { state, documents } = setUp(numbered);
  for (let index = 0; index <= 1000; index += 1) await documents.find(`https://app.example/${index}`);
  await documents.find('https://app.example/1000');
  await documents.find('https://app.example/1');
  expect(state.fetched.length).toBe(1001);
  await documents.find('https://app.example/0');
  expect(state.fetched.length).toBe(1002);
});

test('failures push no good document out', async () => {
  const { state, documents } = setUp(numbered);
  await documents.find(ID);
  state.answer = down;
  for (let index = 0; index <= 1000; index += 1)
    await failureOf(documents.find(`https://app.example/${index}`));
  expect(await nameOf(documents)).toBe('v1');
});

test.each(['https://app.example/', 'https://app.example/a/../b', 'https://user@app.example/a', 'https://'])(
  'nothing is fetched for %j, which is no valid address of a document',
  async (id) => {
    const { state, documents } = setUp(numbered);
    const failure = await failureOf(documents.find(id));
    expect(failure.problem).toBe('invalid');
    expect(failure.message).toMatch(/needs a path/);
    expect(state.fetched).toEqual([]);
  },
);
