import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { path } from '../../src/fergus/api.ts';
import type { User } from '../../src/sandbox/fergus-api/business.ts';
import { getUser } from '../../src/tools/users/get-user.ts';
import { listUsers } from '../../src/tools/users/list-users.ts';
import { updateUser } from '../../src/tools/users/update-user.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

const HOME = {
  address1: '7 Kauri Lane',
  address2: 'Flat 2',
  addressSuburb: 'Henderson',
  addressCity: 'Auckland',
  addressRegion: 'Auckland Region',
  addressPostcode: '0612',
  addressCountry: 'New Zealand',
};

let harness: ToolHarness;
let user: User;

beforeEach(async () => {
  harness = await startHarness();
  const found = [...harness.sandbox.businesses.main.users.values()].find(({ status }) => status === 'active');
  if (!found) throw new Error('The sandbox has no active user.');
  user = Object.assign(found, {
    firstName: 'Wiremu',
    lastName: 'Parata',
    email: 'wiremu@kereru.example',
    userType: 'tradesman',
    address: { id: 4001, ...HOME },
    contactItems: [
      { id: 5001, contactType: 'email', contactValue: 'wiremu@kereru.example' },
      { id: 5002, contactType: 'mobile', contactValue: '021 555 0120' },
      { id: 5003, contactType: 'phone', contactValue: '09 555 0121' },
    ],
    payRate: 38.5,
    chargeOutRate: 95,
  });
});

afterEach(() => harness.close());

/** The user as Fergus shows it now, without what a change always touches. */
async function inFergus(): Promise<Record<string, unknown>> {
  const request = { method: 'GET', path: path`/users/${user.id}` } as const;
  const { modifiedAt: _, ...fields } = await harness.client.forCall().one<Record<string, unknown>>(request);
  return fields;
}

const change = (changes: object) => harness.call(updateUser, { userId: user.id, ...changes });
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');

describe('update-user', () => {
  test('changes names and rates, and keeps the rest', async () => {
    const before = await inFergus();
    const changes = { firstName: 'Wī', chargeOutRate: 105.5 };
    const { structured } = await change(changes);
    expect(structured).toMatchObject({
      userId: user.id,
      name: 'Wī Parata',
      chargeOutRate: 105.5,
      payRate: 38.5,
      currency: 'NZD',
    });
    expect(writes().map(({ body }) => body)).toEqual([changes]);
    expect(await inFergus()).toEqual({ ...before, ...changes });
  });

  test('replaces a contact item of the same type; the others stay, and the email is not sent', async () => {
    const before = await inFergus();
    await change({ contactItems: [{ contactType: 'mobile', contactValue: '027 555 0122' }] });
    const mobile = { id: 5002, contactType: 'mobile', contactValue: '027 555 0122' };
    const phone = { id: 5003, contactType: 'phone', contactValue: '09 555 0121' };
    expect(writes().map(({ body }) => body)).toEqual([{ contactItems: [mobile, phone] }]);
    const email = { id: 5001, contactType: 'email', contactValue: 'wiremu@kereru.example' };
    expect(await inFergus()).toEqual({ ...before, contactItems: [email, mobile, phone] });
  });

  test('completes an address with the parts that Fergus has', async () => {
    const before = await inFergus();
    await change({ address: { address1: '9 Kauri Lane' } });
    expect(writes().map(({ body }) => body)).toEqual([{ address: { ...HOME, address1: '9 Kauri Lane' } }]);
    expect(await inFergus()).toEqual({ ...before, address: { id: 4001, ...HOME, address1: '9 Kauri Lane' } });
  });

  test('names the parts of an address that nobody knows', async () => {
    Object.assign(user.address, { address2: null, addressRegion: ' ', addressCountry: null });
    await expect(change({ address: { addressCountry: 'New Zealand' } })).rejects.toThrow(
      /Nothing was changed.*all seven parts.*: address2, addressRegion\. Name them in address too/,
    );
    expect(writes()).toEqual([]);
    await change({ address: { address2: '-', addressRegion: 'Tāmaki', addressCountry: 'New Zealand' } });
    expect(await inFergus()).toMatchObject({
      address: { ...HOME, address2: '-', addressRegion: 'Tāmaki' },
    });
  });

  test('merges into the user as of now, not as it was when last looked at', async () => {
    await harness.call(getUser, { userId: user.id });
    Object.assign(user.address, { addressPostcode: '0610' });
    await change({ address: { address2: 'Flat 3' } });
    expect(await inFergus()).toMatchObject({
      address: { ...HOME, address2: 'Flat 3', addressPostcode: '0610' },
    });
  });

  test('an empty address beside another change is no change of the address', async () => {
    Object.assign(user.address, { address2: null });
    await change({ address: {}, lastName: 'Paratā' });
    expect(writes().map(({ body }) => body)).toEqual([{ lastName: 'Paratā' }]);
  });

  test('get-user shows the change at once', async () => {
    await harness.call(getUser, { userId: user.id });
    await change({ payRate: 41 });
    expect((await harness.call(getUser, { userId: user.id })).structured.payRate).toBe(41);
  });

  test.each([
    ['nothing', {}, 'Nothing was sent to Fergus: name at least one of firstName, lastName, address'],
    ['empty parts', { address: {}, contactItems: [] }, 'name at least one of'],
    ['an email', { email: 'new@kereru.example' }, 'email: is not an argument here'],
    [
      'an email among the contact items',
      { contactItems: [{ contactType: 'email', contactValue: 'new@kereru.example' }] },
      'contactItems.0.contactType: must be one of "phone", "mobile"',
    ],
    ['a pay rate of nothing', { payRate: 0 }, 'payRate: must be above 0 (got 0)'],
    ['a negative charge-out rate', { chargeOutRate: -5 }, 'chargeOutRate: must be above 0 (got -5)'],
    ['a blank name', { firstName: '  ' }, 'firstName: must not be empty'],
  ])('refuses %s without a request', async (_what, changes, message) => {
    await expect(change(changes)).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('is not found', async () => {
    for (const changes of [{ firstName: 'X' }, { address: { address2: 'X' } }]) {
      await expect(harness.call(updateUser, { userId: 1, ...changes })).rejects.toMatchObject({
        kind: 'not-found',
      });
    }
    expect(updateUser.hintsFor({ userId: 1 })['not-found']).toContain('list-users');
  });
});

describe('list-users and get-user', () => {
  test('concise and detailed', async () => {
    const item = {
      userId: user.id,
      name: 'Wiremu Parata',
      email: 'wiremu@kereru.example',
      userType: 'tradesman',
      status: 'active',
    };
    const concise = await harness.call(listUsers, { search: 'wiremu@kereru.example' });
    expect(concise.structured).toEqual({ items: [item], hasMore: false });

    const one = await harness.call(getUser, { userId: user.id });
    const { contactItems, ...record } = one.structured;
    expect(contactItems).toEqual(['email wiremu@kereru.example', 'mobile 021 555 0120', 'phone 09 555 0121']);
    expect(record).toMatchObject({
      ...item,
      address: HOME,
      payRate: 38.5,
      chargeOutRate: 95,
      currency: 'NZD',
    });

    const detailed = await harness.call(listUsers, { search: 'wiremu@kereru.example', format: 'detailed' });
    const { currency, ...listed } = record;
    expect(detailed.structured).toEqual({ items: [listed], hasMore: false, currency });
  });

  test('filters by type and status', async () => {
    const all = [...harness.sandbox.businesses.main.users.values()];
    user.userType = 'contractor';
    user.status = 'disabled';
    for (const filter of [
      { userType: 'contractor' },
      { status: 'disabled' },
      { status: 'active' },
    ] as const) {
      const { structured } = await harness.call(listUsers, { ...filter, limit: 200 });
      const listed = (structured.items as Array<{ userId: number }>).map(({ userId }) => userId);
      const fitting = all.filter((one) =>
        'status' in filter ? one.status === filter.status : one.userType === filter.userType,
      );
      expect(new Set(listed)).toEqual(new Set(fitting.map(({ id }) => id)));
      expect(fitting.length).toBeLessThan(all.length);
    }
  });

  test.each([
    ['nulls', null],
    ['values of other types', { surprise: [true] }],
  ])('stand a record full of %s', async (_what, value) => {
    const fields = [
      'firstName',
      'lastName',
      'email',
      'userType',
      'createdAt',
      'modifiedAt',
      'address',
      'contactItems',
      'payRate',
      'chargeOutRate',
      'status',
    ];
    const odd = { id: 7, ...Object.fromEntries(fields.map((field) => [field, value])) };
    harness.sandbox.faults.order({ kind: 'status', status: 200, path: '/users/7', body: { data: odd } });
    harness.sandbox.faults.order({
      kind: 'status',
      status: 200,
      path: /^\/users\?/,
      times: 2,
      body: { data: [odd] },
    });
    const one = await harness.call(getUser, { userId: 7 });
    expect(one.structured).toEqual({ userId: 7, currency: 'NZD' });
    for (const format of ['concise', 'detailed']) {
      // A cached list would not ask again.
      const { structured } = await harness.call(listUsers, { format, limit: format === 'concise' ? 5 : 6 });
      expect(structured.items).toEqual([{ userId: 7 }]);
    }
  });
});
