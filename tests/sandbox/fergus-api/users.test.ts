import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Business, User } from '../../../src/sandbox/fergus-api/business.ts';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf, refusal } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;
let business: Business;

beforeAll(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 1_000_000 });
  call = callerOf(sandbox);
  business = sandbox.businesses.main;
});
afterAll(() => sandbox.close());

function named(firstName: string): User {
  const user = [...business.users.values()].find((candidate) => candidate.firstName === firstName);
  if (user === undefined) throw new Error(`nobody is called ${firstName}`);
  return user;
}

const firstNames = async (query: string) =>
  (await call('GET', `/users?pageSize=100&${query}`)).items.map(({ firstName }) => firstName);

test('lists by type, status and text', async () => {
  expect(await firstNames('filterUserType=apprentice')).toEqual(['Liam']);
  expect(await firstNames('filterStatus=invited')).toEqual(['Jess']);
  expect(await firstNames('filterSearchText=sam%20par')).toEqual(['Sam']);
  expect(await firstNames('filterSearchText=quarry')).toEqual(['Tom']);
  expect(await firstNames('filterSearchText=NGAIO@')).toEqual(['Ngaio']);
  expect(await call('GET', '/users?filterUserType=boss')).toMatchObject(refusal(400, 'filterUserType'));
});

test('a listed user has no contact items, a single one has', async () => {
  const { items } = await call('GET', '/users');
  expect(items[0]).not.toHaveProperty('contactItems');
  expect((await call('GET', `/users/${items[0]?.id}`)).data).toHaveProperty('contactItems');
});

describe('PATCH', () => {
  test('changes what is named and keeps the rest', async () => {
    const user = named('Sam');
    const before = structuredClone(user);
    const reply = await call('PATCH', `/users/${user.id}`, { payRate: 49.5 });
    expect(reply).toMatchObject({
      status: 200,
      data: { payRate: 49.5, chargeOutRate: before.chargeOutRate },
    });
    expect(user.modifiedAt > before.modifiedAt).toBe(true);
    expect(user).toEqual({ ...before, payRate: 49.5, modifiedAt: user.modifiedAt });
  });

  test('replaces the contact items and keeps the ids that are given', async () => {
    const user = named('Tom');
    const [item] = user.contactItems;
    await call('PATCH', `/users/${user.id}`, {
      contactItems: [
        { id: item?.id, contactType: 'mobile', contactValue: '021 555 0001' },
        { contactType: 'phone', contactValue: '09 555 0002' },
      ],
    });
    expect(user.contactItems).toEqual([
      { id: item?.id, contactType: 'mobile', contactValue: '021 555 0001' },
      { id: expect.any(Number), contactType: 'phone', contactValue: '09 555 0002' },
    ]);
  });

  test('wants all seven parts of an address', async () => {
    const user = named('Marie');
    const address = {
      address1: '1 New Street',
      address2: '',
      addressSuburb: 'Swanson',
      addressCity: 'Auckland',
      addressRegion: 'Auckland',
      addressPostcode: '0614',
    };
    expect(await call('PATCH', `/users/${user.id}`, { address })).toMatchObject(
      refusal(400, 'addressCountry'),
    );
    const { id } = user.address;
    await call('PATCH', `/users/${user.id}`, { address: { ...address, addressCountry: 'New Zealand' } });
    expect(user.address).toEqual({ ...address, addressCountry: 'New Zealand', id });
  });

  test.each([
    [{}, 'body'],
    [{ email: 'new@mail.example' }, 'body'],
    [{ payRate: -1 }, 'payRate'],
    [{ firstName: '  ' }, 'firstName'],
    [{ contactItems: [{ contactType: 'email', contactValue: 'x@mail.example' }] }, 'contactType'],
  ])('refuses %j', async (body, field) => {
    const user = named('Liam');
    const before = structuredClone(user);
    expect(await call('PATCH', `/users/${user.id}`, body)).toMatchObject(refusal(400, field));
    expect(user).toEqual(before);
  });
});
