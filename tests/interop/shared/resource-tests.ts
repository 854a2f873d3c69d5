import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import type { ClientKind, ConnectedClient } from '../../support/clients.ts';
import type { Setting } from './settings.ts';

/** What can be looked at besides tools. */
export function resourceTests(kind: ClientKind, start: () => Promise<Setting>): void {
  let setting: Setting;
  let sandbox: SandboxFergus;
  let client: ConnectedClient;

  beforeAll(async () => {
    setting = await start();
    sandbox = setting.sandbox;
    client = await setting.connect(kind);
  });

  afterAll(async () => {
    await client?.close();
    await setting?.close();
  });

  const read = async (uri: string) => {
    const { contents } = await client.readResource(uri);
    expect(contents.map((content) => content.uri)).toEqual([uri]);
    return contents[0]?.text ?? '';
  };
  const first = <T>(records: Map<number, T>): T => [...records.values()][0] as T;

  test('lists what can be looked at', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(['fergus://guide', 'fergus://company']);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      'fergus://jobs/{job}',
      'fergus://quotes/{quoteId}',
      'fergus://customers/{customerId}',
    ]);
  });

  test('reads guide, company, job, quote and customer', async () => {
    const { company, jobs, quotes, customers } = sandbox.businesses.main;
    expect(await read('fergus://guide')).toContain('# How Fergus works');
    expect(JSON.parse(await read('fergus://company'))).toMatchObject({
      name: company.name,
      timeZone: 'Pacific/Auckland',
      currency: 'NZD',
    });
    const job = first(jobs);
    expect(JSON.parse(await read(`fergus://jobs/${job.jobNo}`))).toMatchObject({ jobId: job.id });
    expect(JSON.parse(await read(`fergus://jobs/${job.id}`))).toMatchObject({ jobNo: job.jobNo });
    const quote = first(quotes);
    const shown = JSON.parse(await read(`fergus://quotes/${quote.id}`));
    expect(shown).toMatchObject({ quoteId: quote.id, title: quote.title });
    expect(shown.sections[0].lineItems.length).toBeGreaterThan(0);
    const customer = first(customers);
    expect(JSON.parse(await read(`fergus://customers/${customer.id}`))).toMatchObject({
      customerFullName: customer.customerFullName,
    });
  });

  test('is told what does not exist by the code of its era, without a request for malformed addresses', async () => {
    // On the wire it is −32002 for both older clients; the v2 client reports either code as −32602.
    const code = kind === 'v1' ? -32002 : -32602;
    sandbox.requests.length = 0;
    for (const uri of [
      'fergus://nothing',
      'fergus://jobs/',
      'fergus://jobs/..%2Fusers',
      'fergus://jobs/%E0%A4%A',
      'fergus://quotes/1.5',
      'fergus://quotes/12/../13',
      'fergus://customers/-1',
      'https://example.com/',
    ]) {
      await expect(client.readResource(uri), uri).rejects.toMatchObject({ code });
    }
    expect(sandbox.requests).toEqual([]);
    for (const uri of ['fergus://jobs/Job-9999', 'fergus://quotes/99999999', 'fergus://customers/99999999']) {
      await expect(client.readResource(uri), uri).rejects.toMatchObject({ code });
    }
  });

  test('completes job numbers, quote ids and customers by name', async () => {
    const { jobs, quotes, customers } = sandbox.businesses.main;
    const template = (uri: string) => ({ type: 'ref/resource' as const, uri });
    const customer = [...customers.values()].find(({ customerFullName }) =>
      customerFullName?.includes('Johnson'),
    );
    const ids = await client.complete(template('fergus://customers/{customerId}'), 'customerId', 'Johns');
    expect(ids).toEqual([String(customer?.id)]);
    const jobNo = first(jobs).jobNo;
    expect(await client.complete(template('fergus://jobs/{job}'), 'job', jobNo)).toContain(jobNo);
    const quoteId = String(first(quotes).id);
    const quoteIds = await client.complete(
      template('fergus://quotes/{quoteId}'),
      'quoteId',
      quoteId.slice(0, 7),
    );
    expect(quoteIds).toContain(quoteId);
    await expect(client.complete(template('fergus://nothing/{x}'), 'x', '')).rejects.toMatchObject({
      code: -32602,
    });
  });

  test('results link to what they are about', async () => {
    const job = first(sandbox.businesses.main.jobs);
    const { content } = await client.callTool('get-job', { job: job.jobNo });
    const links = content.filter(({ type }) => type === 'resource_link');
    expect(links).toContainEqual(
      expect.objectContaining({ uri: `fergus://jobs/${job.id}`, name: job.jobNo }),
    );
    expect(links).toContainEqual(expect.objectContaining({ uri: `fergus://customers/${job.customerId}` }));
  });
}
