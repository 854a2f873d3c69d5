import { describe, expect, test } from 'vitest';
import { createCustomer } from '../../src/fergus/endpoints/customers.ts';
import { createSite, updateSite } from '../../src/fergus/endpoints/sites.ts';
import { firstOf, sendJson, setUp, setUpBare } from './servers.ts';

const NEW = { customerFullName: 'Harakeke Homes', mainContact: { firstName: 'Aroha' } };

describe('against the sandbox', () => {
  test('a new record is created, the same again exists', async () => {
    const { sandbox, api } = await setUp();
    const created = await createCustomer(api, NEW);
    const again = await createCustomer(api, NEW);
    if (created.kind !== 'created') throw new Error('not created');
    expect(created.record.customerFullName).toBe(NEW.customerFullName);
    expect(again).toMatchObject({ kind: 'exists', existingId: created.record.id });
    expect(again.kind === 'exists' && again.message).toContain('already exists');
    expect(sandbox.requests.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 201],
      ['POST', 303],
    ]);
  });

  test('sites at an address that is taken', async () => {
    const { sandbox, api } = await setUp();
    const { sites } = sandbox.businesses.main;
    const taken = firstOf(sites);
    const other = firstOf(sites, (site) => site !== taken && !site.isArchived);
    const { address1, addressCity, addressSuburb, addressPostcode, addressRegion, addressCountry } =
      taken.physicalAddress;
    const siteAddress = Object.fromEntries(
      Object.entries({
        address1,
        addressCity,
        addressSuburb,
        addressPostcode,
        addressRegion,
        addressCountry,
      }).filter(([, part]) => part !== null),
    ) as { address1: string };
    const defaultContact = { firstName: 'A', lastName: 'B' };
    const exists = { kind: 'exists', existingId: taken.id };
    expect(await createSite(api, { defaultContact, siteAddress })).toMatchObject(exists);
    expect(await updateSite(api, other.id, { siteAddress })).toMatchObject(exists);
  });
});

describe('whatever form the redirect has', () => {
  test.each([
    ['a path in the body', { location: '/customers/123' }, {}, 123],
    ['an absolute address in the body', { location: 'https://api.fergus.com/customers/123' }, {}, 123],
    ['only the header', {}, { location: '/customers/124' }, 124],
    ['only an absolute header', {}, { location: 'https://api.fergus.com/api/partner/customers/124' }, 124],
    ['body and header: the body', { location: '/customers/1' }, { location: '/customers/2' }, 1],
    ['a query', { location: '/customers/125?expand=1&id=9' }, {}, 125],
    ['a slash and a fragment', { location: '/customers/126/#top' }, {}, 126],
    ['no id', { location: '/customers' }, {}, undefined],
    ['a word', { location: '/customers/x12' }, {}, undefined],
    ['a number beyond every id', { location: `/customers/${'9'.repeat(20)}` }, {}, undefined],
    ['nothing', {}, {}, undefined],
  ])('%s', async (_name, body, headers, existingId) => {
    const { requests, api } = await setUpBare((_, response) =>
      sendJson(response, 303, { result: 'redirect', message: 'Customer exists', ...body }, headers),
    );
    expect(await createCustomer(api, NEW)).toEqual({
      kind: 'exists',
      message: 'Customer exists',
      existingId,
    });
    expect(requests.length).toBe(1);
  });

  test('the message is cleaned, or made up where there is none', async () => {
    const bodies: unknown[] = [{ message: 'See  /api/partner/customers/5.' }, {}, { message: 7 }];
    const { api } = await setUpBare((_, response) =>
      sendJson(response, 303, bodies.shift(), { location: '/customers/5' }),
    );
    const messages = [];
    for (let count = 0; count < 3; count += 1) {
      const answer = await createCustomer(api, NEW);
      messages.push(answer.kind === 'exists' ? answer.message : 'created');
    }
    expect(messages).toEqual(['See /customers/5', 'The record exists already', 'The record exists already']);
  });

  test('a body that is no JSON does not hide the header', async () => {
    const { api } = await setUpBare((_, response) =>
      response.writeHead(303, { location: '/customers/8' }).end('<html>See other</html>'),
    );
    expect(await createCustomer(api, NEW)).toMatchObject({ kind: 'exists', existingId: 8 });
  });
});
