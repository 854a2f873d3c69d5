import { describe, expect, test } from 'vitest';
import { Conformance } from './conformance.ts';
import { OpenApiDocument } from './openapi.ts';
import type { Exchange } from './recording-proxy.ts';

const text = { type: 'string' };
const NAMED = { type: 'object', required: ['name'], properties: { name: text } };
const LAMP = { type: 'object', properties: { id: { type: 'integer' }, note: { ...text, nullable: true } } };

/** A small invented API with one of everything. */
const document = new OpenApiDocument({
  openapi: '3.0.3',
  info: { title: 'Lamps', version: '1' },
  paths: {
    '/lamps/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'number' } }],
      put: {
        parameters: [
          { name: 'watts', in: 'query', schema: { type: 'number', minimum: 0, exclusiveMinimum: true } },
          { name: 'lit', in: 'query', required: true, schema: { type: 'boolean' } },
          { name: 'rooms', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
          { name: 'X-Shop', in: 'header', required: true, schema: { ...text, pattern: '^[a-z]+$' } },
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Lamp' } } },
        },
        responses: {
          200: {
            description: 'Done',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Lamp' } } },
          },
          303: { description: 'Elsewhere', headers: { Location: { required: true, schema: text } } },
          '4XX': { description: 'Refused', content: { 'application/json': { schema: NAMED } } },
        },
      },
    },
    '/lamps': {
      delete: {
        responses: { 204: { description: 'Gone', content: { 'application/json': { schema: {} } } } },
      },
    },
  },
  components: {
    schemas: {
      Lamp: {
        allOf: [NAMED, LAMP],
        properties: {
          kind: { ...text, enum: ['desk', 'wall'], nullable: true },
          inner: { type: 'array', items: { $ref: '#/components/schemas/Lamp' } },
          shade: { nullable: true, allOf: [{ $ref: '#/components/schemas/Shade' }] },
          price: { anyOf: [{ type: 'number' }, text] },
          plug: {
            anyOf: [
              { type: 'object', required: ['pins'], properties: { pins: { type: 'number' } } },
              { type: 'object', required: ['thread'], properties: { thread: text } },
            ],
          },
          extras: { type: 'object' },
          bought: { ...text, format: 'date-time' },
        },
      },
      Shade: { type: 'object', required: ['colour'], properties: { colour: text } },
    },
  },
});
const conformance = new Conformance(document);
const [put, remove] = document.operations;

const LAMP_SENT = {
  name: 'Oak',
  id: 1,
  note: null,
  kind: null,
  inner: [{ name: 'Bulb', shade: null }],
  shade: { colour: 'red' },
  price: '12',
  plug: { thread: 'E27' },
  extras: { any: 1 },
  bought: '2026-01-31T10:00:00Z',
};

interface Message {
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly status?: number;
}

function exchange({
  path = '/lamps/7',
  query = 'lit=true',
  headers = {},
  body,
  status = 200,
}: Message): Exchange {
  const message = {
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-shop': 'north', ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  };
  return {
    method: 'PUT',
    path,
    query: new URLSearchParams(query),
    ...message,
    answer: { status, ...message },
  };
}

function faultsIn(operation: typeof put, side: 'request' | 'answer', message: Message): readonly string[] {
  if (operation === undefined) throw new Error('The operation is missing from the document.');
  return conformance[side](operation, exchange(message)).map(
    ({ pointer, message: what }) => `${pointer} ${what}`,
  );
}

describe('requests', () => {
  test('one that keeps to the document', () => {
    const query = 'lit=false&watts=40.5&rooms=1&rooms=2';
    expect(faultsIn(put, 'request', { query, body: LAMP_SENT })).toEqual([]);
    expect(faultsIn(put, 'request', { query: 'lit=true&rooms=1', body: { name: 'Oak', price: 12 } })).toEqual(
      [],
    );
  });

  test.each<[string, Message, readonly string[]]>([
    ['path', { path: '/lamps/x' }, ['/path/id must be number, but is "x"']],
    ['number', { query: 'lit=true&watts=much' }, ['/query/watts must be number, but is "much"']],
    ['exclusive bound', { query: 'lit=true&watts=0' }, ['/query/watts must be > 0, but is 0']],
    ['boolean', { query: 'lit=TRUE' }, ['/query/lit must be boolean, but is "TRUE"']],
    ['missing parameter', { query: '' }, ['/query/lit is missing']],
    [
      'parameter sent twice',
      { query: 'lit=true&lit=false' },
      ['/query/lit must be boolean, but is ["true","false"]'],
    ],
    ['unknown parameter', { query: 'lit=true&lamp/no=1' }, ['/query/lamp~1no is not known to the document']],
    [
      'header',
      { headers: { 'x-shop': '12' } },
      ['/header/x-shop must match pattern "^[a-z]+$", but is "12"'],
    ],
    [
      'content type',
      { headers: { 'content-type': 'text/plain' } },
      ['/header/content-type is "text/plain" where the document has application/json'],
    ],
  ])('wrong: %s', (_, message, faults) => {
    expect(faultsIn(put, 'request', { body: { name: 'Oak' }, ...message })).toEqual(faults);
  });

  test.each<[string, unknown, readonly string[]]>([
    ['missing', undefined, ['/body is missing', '/header/content-type is not known to the document']],
    ['missing field', {}, ['/body/name is missing']],
    ['unknown field', { name: 'Oak', colour: 'red' }, ['/body/colour is not known to the document']],
    [
      'unknown field deep inside',
      { name: 'Oak', inner: [{ name: 'Bulb', inner: [{ name: 'Wire', size: 1 }] }] },
      ['/body/inner/0/inner/0/size is not known to the document'],
    ],
    ['null', { name: null }, ['/body/name must be string, but is null']],
    [
      'unknown word',
      { name: 'Oak', kind: 'floor' },
      ['/body/kind is "floor", which is not one of ["desk","wall"]'],
    ],
    ['field of a nullable object', { name: 'Oak', shade: {} }, ['/body/shade/colour is missing']],
    [
      'none of the alternatives',
      { name: 'Oak', price: true },
      [
        '/body/price must be number, but is true',
        '/body/price must be string, but is true',
        '/body/price fits none of the alternatives, or too many',
      ],
    ],
    [
      'field of the alternative that was not taken',
      { name: 'Oak', plug: { pins: 2, thread: 27 } },
      ['/body/plug/thread is not known to the document'],
    ],
    [
      'format',
      { name: 'Oak', bought: 'today' },
      ['/body/bought must match format "date-time", but is "today"'],
    ],
  ])('wrong body: %s', (_, body, faults) => {
    expect(faultsIn(put, 'request', { body })).toEqual(faults);
  });

  test('a body, or only a content type, where the document has none', () => {
    expect(faultsIn(remove, 'request', { path: '/lamps', query: '', body: {} })).toEqual([
      '/body is there, and the document has none',
    ]);
    expect(faultsIn(remove, 'request', { path: '/lamps', query: '' })).toEqual([
      '/header/content-type is not known to the document',
    ]);
  });
});

describe('answers', () => {
  test('that keep to the document', () => {
    expect(faultsIn(put, 'answer', { body: LAMP_SENT })).toEqual([]);
    expect(faultsIn(put, 'answer', { status: 303, headers: { location: '/lamps/8' } })).toEqual([]);
    expect(faultsIn(put, 'answer', { status: 404, body: { name: 'Not there' } })).toEqual([]);
    expect(faultsIn(remove, 'answer', { status: 204 })).toEqual([]);
  });

  test.each<[string, Message, readonly string[]]>([
    ['status', { status: 201, body: {} }, ['/status is 201, and only 200, 303, 4XX is documented']],
    ['body', { body: { name: 1 } }, ['/body/name must be string, but is 1']],
    ['no body', {}, ['/body is missing']],
    [
      'a body that is not documented',
      { status: 303, headers: { location: '/' }, body: {} },
      ['/body is there, and the document has none'],
    ],
    ['header', { status: 303 }, ['/header/location is missing']],
    ['error body', { status: 422, body: {} }, ['/body/name is missing']],
  ])('wrong: %s', (_, message, faults) => {
    expect(faultsIn(put, 'answer', message)).toEqual(faults);
  });
});
