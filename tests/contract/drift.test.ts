import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { compare } from './comparison.ts';
import { CONTRACT_FILE, contractSuite, isContractThere } from './contract-file.ts';
import { OpenApiDocument, UnusableDocument } from './openapi.ts';
import { type Recording, recordTraffic } from './recording.ts';
import { driftLines, informationLines } from './report.ts';

type Node = Record<string, unknown>;

describe.skipIf(!isContractThere)(contractSuite('a changed contract'), () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordTraffic();
  });

  /** What is told of the contract with `change` made to the object at the end of the names. */
  function after(names: readonly string[], change: (node: Node) => void) {
    const contract: Node = JSON.parse(readFileSync(CONTRACT_FILE, 'utf8'));
    change(names.reduce((node, name) => node[name] as Node, contract));
    const comparison = compare(new OpenApiDocument(contract), recording);
    const isNews = (line: string) => !line.startsWith('on purpose: ');
    return { drift: driftLines(comparison), news: informationLines(comparison).filter(isNews) };
  }

  function wordsOf(operation: Node, parameter: string): string[] {
    const found = (operation.parameters as Node[]).find(({ name }) => name === parameter) ?? {};
    return (found.schema as { enum: string[] }).enum;
  }

  const json = ['content', 'application/json', 'schema'];
  const noteBody = ['paths', '/notes', 'post', 'requestBody', ...json];
  const schemas = ['components', 'schemas'];
  const job = [...schemas, 'Job'];

  test('unchanged, it agrees with us', () => {
    expect(after([], () => undefined)).toEqual({ drift: [], news: [] });
  });

  describe('operations', () => {
    test('one is gone', () => {
      const { drift } = after(['paths', '/notes'], (path) => delete path.post);
      expect(drift).toEqual(['operation gone: POST /notes is not in the document']);
    });

    test('one is new', () => {
      const { drift } = after(['paths'], (paths) => {
        paths['/webhooks'] = { post: { responses: { 204: { description: 'Done' } } } };
      });
      expect(drift).toEqual([
        'operation not reached: POST /webhooks is in the document, and no call of ours is for it',
      ]);
    });

    test('a path parameter has another name, which does not matter', () => {
      const { drift } = after(['paths'], (paths) => {
        const text = JSON.stringify(paths['/sites/{siteId}']).replaceAll('"siteId"', '"id"');
        paths['/sites/{id}'] = JSON.parse(text);
        delete paths['/sites/{siteId}'];
      });
      expect(drift).toEqual([]);
    });
  });

  describe('requests', () => {
    test('a new field is required', () => {
      const { drift, news } = after(noteBody, (schema) => {
        (schema.properties as Node).priority = { type: 'string' };
        (schema.required as string[]).push('priority');
      });
      expect(drift).toEqual(['request refused: POST /notes: /body/priority is missing (2 times)']);
      expect(news).toEqual([
        'new: requests may also carry #/paths/~1notes/post/requestBody/content/application~1json/schema/properties/priority',
      ]);
    });

    test('a field is gone', () => {
      const { drift } = after([...noteBody, 'properties'], (fields) => delete fields.parentId);
      expect(drift).toEqual(['request refused: POST /notes: /body/parentId is not known to the document']);
    });

    test('a query parameter is gone', () => {
      const { drift } = after(['paths', '/enquiries', 'get'], (get) => {
        get.parameters = (get.parameters as Node[]).filter(({ name }) => name !== 'filterSource');
      });
      expect(drift).toEqual([
        'request refused: GET /enquiries: /query/filterSource is not known to the document',
      ]);
    });

    test('a word of a query parameter is gone, one that the sample call does not say', () => {
      const { drift } = after(['paths', '/jobs', 'get'], (get) => {
        wordsOf(get, 'filterJobStatus').splice(-1);
      });
      expect(drift).toEqual([
        expect.stringMatching(
          /^request refused: GET \/jobs: \/query\/filterJobStatus is "To Price", which is not one of \["Active",/,
        ),
      ]);
    });

    test('a word of a body is gone, one that the sample call does not say', () => {
      const { drift } = after([...schemas, 'ContactItemPayload', 'properties'], (fields) => {
        fields.contactType = { type: 'string', enum: ['email', 'phone', 'mobile', 'other', 'website'] };
      });
      const place = '/contactItems/0/contactType is "fax"';
      expect(drift).toHaveLength(5);
      expect(drift).toContainEqual(expect.stringContaining(`POST /contacts: /body${place}`));
      expect(drift).toContainEqual(
        expect.stringContaining(`PUT /customers/{customerId}: /body/mainContact${place}`),
      );
    });

    test('new words and parameters are news', () => {
      const { drift, news } = after(['paths', '/jobs', 'get'], (get) => {
        wordsOf(get, 'filterJobType').push('Warranty');
        const filterGroup = { name: 'filterGroup', in: 'query', schema: { type: 'string' } };
        get.parameters = [...(get.parameters as Node[]), filterGroup];
      });
      expect(drift).toEqual([]);
      expect(news).toEqual([
        'new: GET /jobs /query/filterJobType also takes "Warranty"',
        'new: GET /jobs also takes /query/filterGroup',
      ]);
    });

    test('a deviation of ours has become right', () => {
      const { drift, news } = after(['paths', '/jobs/{jobId}', 'put', 'requestBody', ...json], (schema) => {
        schema.properties = { jobType: { type: 'string' } };
      });
      expect(drift).toEqual([]);
      expect(news).toEqual(['no longer so: PUT /jobs/{jobId}: /body/jobType is not known to the document']);
    });
  });

  describe('answers of the sandbox', () => {
    test('lack a field that is required now', () => {
      const { drift } = after(job, (schema) => {
        (schema.required as string[]).push('priority');
      });
      expect(drift).toHaveLength(5);
      expect(drift).toContainEqual(
        expect.stringMatching(
          /^sandbox answer refused: GET \/jobs: \/body\/data\/0\/priority is missing \(\d+ times\)$/,
        ),
      );
    });

    test('have a field that is gone', () => {
      const { drift } = after([...job, 'properties'], (fields) => delete fields.onHold);
      expect(drift).toContainEqual(
        expect.stringContaining('GET /jobs/{jobId}: /body/data/onHold is not known to the document'),
      );
    });

    test('have another type, a missing null, a word that is gone', () => {
      const { drift } = after(schemas, ({ Job, Site, CustomerInvoice }) => {
        const fieldsOf = (schema: unknown) => (schema as { properties: Node }).properties;
        fieldsOf(Job).jobNo = { type: 'number' };
        fieldsOf(Site).deletedAt = { type: 'string' };
        fieldsOf(CustomerInvoice).status = { type: 'string', enum: ['draft', 'unpaid'] };
      });
      const text = drift.join('\n');
      expect(text).toMatch(/GET \/jobs: \/body\/data\/0\/jobNo must be number, but is "Job-\d+"/);
      expect(text).toMatch(/GET \/sites: \/body\/data\/\d+\/deletedAt must be string, but is null/);
      expect(text).toMatch(
        /GET \/customerInvoices: \/body\/data\/\d+\/status is "paid", which is not one of \["draft","unpaid"\]/,
      );
    });

    test('have an undocumented status', () => {
      const { drift } = after(['paths', '/notes', 'post', 'responses'], (answers) => delete answers['201']);
      expect(drift).toEqual([
        'sandbox answer refused: POST /notes: /status is 201, and only 200 is documented (2 times)',
      ]);
    });

    test('new fields and words are news', () => {
      const { drift, news } = after([...job, 'properties'], (fields) => {
        fields.priority = { type: 'string' };
        fields.jobType = { type: 'string', enum: ['Quote', 'Estimate', 'Charge Up', 'Warranty'] };
      });
      expect(drift).toEqual([]);
      expect(news).toEqual([
        'new: answers may also carry #/components/schemas/Job/properties/priority',
        'new: answers may also say "Warranty" by #/components/schemas/Job/properties/jobType/enum',
      ]);
    });
  });

  test('security, error entries and references to every kind of component are taken', () => {
    const { drift, news } = after([], ({ paths, components, security }) => {
      const parts = components as Node;
      const shared: Node = {};
      parts.parameters = shared;
      parts.responses = { Failed: { description: 'Failed', content: { 'application/json': {} } } };
      const operations = Object.values(paths as Record<string, Record<string, Node>>).flatMap(
        Object.values<Node>,
      );
      operations.forEach((operation, index) => {
        operation.security = security;
        const failed = { $ref: '#/components/responses/Failed' };
        operation.responses = { ...(operation.responses as Node), '4XX': failed, '5XX': failed };
        operation.parameters = (operation.parameters as Node[] | undefined)?.map((parameter, position) => {
          const name = `P${index}_${position}`;
          shared[name] = parameter;
          return { $ref: `#/components/parameters/${name}` };
        });
      });
    });
    expect({ drift, news }).toEqual({ drift: [], news: [] });
  });

  test('a schema that cannot be used is named', () => {
    const compared = () =>
      after([...job, 'properties'], (fields) => {
        fields.customer = { $ref: '#/components/schemas/Nobody' };
      });
    expect(compared).toThrow(UnusableDocument);
    expect(compared).toThrow('The reference #/components/schemas/Nobody leads nowhere.');
  });
});
