import { beforeAll, describe, expect, test } from 'vitest';
import { type Comparison, compare } from './comparison.ts';
import { CONTRACT_FILE, contractSuite, isContractThere } from './contract-file.ts';
import { type OpenApiDocument, readDocument } from './openapi.ts';
import { OPERATIONS } from './operations.ts';
import { matchPath, operationFor, operationKey } from './path-template.ts';
import { type Recording, recordTraffic } from './recording.ts';
import { VOCABULARY } from './vocabulary.ts';
import { listedWords } from './word-places.ts';

/** Lists with pages, and the ids in their items that a single read exists for. */
const READ_BY_ID = [
  { list: '/jobs', single: '/jobs/{jobId}', atLeast: 40 },
  { list: '/jobs/quotes', single: '/jobs/quotes/{quoteId}', atLeast: 20 },
  { list: '/customerInvoices', single: '/customerInvoices/{invoiceId}', atLeast: 10 },
  { list: '/customers', single: '/customers/{customerId}', atLeast: 10 },
  { list: '/sites', single: '/sites/{siteId}', atLeast: 10 },
] as const;

describe.skipIf(!isContractThere)(contractSuite('our calls and the sandbox keep the API contract'), () => {
  let document: OpenApiDocument;
  let recording: Recording;
  let comparison: Comparison;

  beforeAll(async () => {
    document = await readDocument(CONTRACT_FILE);
    recording = await recordTraffic();
    comparison = compare(document, recording);
  });

  test('every operation of the contract is called, and no other', () => {
    expect(comparison.missing).toEqual([]);
    expect(comparison.unreached).toEqual([]);
    expect(document.operations).toHaveLength(OPERATIONS.length);
  });

  test.each(OPERATIONS)('$method $path: requests and answers', (operation) => {
    const name = `${operation.method} ${operation.path}`;
    const { method, path } = recording.sampleOf(operation);
    expect(operationFor(document.operations, { method, path })).toMatchObject({
      method,
      path: operation.path,
    });
    expect(comparison.findings.filter((finding) => finding.operation === name)).toEqual([]);
  });

  test('every query parameter that takes words of a fixed set is in the vocabulary', () => {
    const compared = VOCABULARY.map(({ operation, pointer }) => `${operationKey(operation)} ${pointer}`);
    const documented = document.operations.flatMap((operation) =>
      operation.parameters
        .filter(({ name, in: place }) => place === 'query' && name !== 'sortOrder')
        .map(({ name }) => `/query/${name}`)
        .filter((pointer) => listedWords(document, operation, pointer).length > 0)
        .map((pointer) => `${operationKey(operation)} ${pointer}`),
    );
    expect(documented.length).toBeGreaterThan(20);
    expect(compared).toEqual(expect.arrayContaining(documented));
  });

  test('nothing is offered that we do not know', () => {
    expect(comparison.additions).toEqual([]);
  });

  test('every known deviation still occurs', () => {
    expect(comparison.outdated).toEqual([]);
  });

  test('every paged list is read to its last page in pages of 100', () => {
    const paged = document.operations.filter(
      ({ method, parameters }) => method === 'GET' && parameters.some(({ name }) => name === 'pageSize'),
    );
    expect(paged.length).toBeGreaterThan(10);
    for (const { method, path } of paged) {
      const pages = answersOf(method, path).filter(({ query }) => query.get('pageSize') === '100');
      const last = pages.filter(({ answer }) => JSON.parse(answer.body).paging?.links?.next === null);
      expect(last.length, path).toBeGreaterThan(0);
    }
  });

  test.each(READ_BY_ID)('every record of $list is read by its id', ({ list, single, atLeast }) => {
    const pages = answersOf('GET', list).filter(({ query }) => query.get('pageSize') === '100');
    const listed: string[] = pages.flatMap(({ answer }) =>
      JSON.parse(answer.body).data.map(({ id }: { id: number }) => String(id)),
    );
    const read = answersOf('GET', single).map(({ path }) =>
      [...(matchPath(single, path)?.values() ?? [])].join(),
    );
    expect(new Set(listed).size).toBeGreaterThanOrEqual(atLeast);
    expect([...new Set(read)]).toEqual(expect.arrayContaining(listed));
  });

  function answersOf(method: string, path: string) {
    const key = operationKey({ method, path });
    return recording.exchanges.filter((exchange) => {
      const operation = operationFor(OPERATIONS, exchange);
      return operation !== undefined && operationKey(operation) === key;
    });
  }
});
