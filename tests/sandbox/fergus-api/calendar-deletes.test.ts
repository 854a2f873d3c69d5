import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type CalendarWorld,
  FOUR_DAYS,
  occurrences,
  STARTS,
  startCalendarWorld,
  THIRD,
  WEEK,
} from './calendar-world.ts';
import { type Fields, refusal } from './caller.ts';

let world: CalendarWorld;
beforeAll(async () => {
  world = await startCalendarWorld();
});
beforeEach(() => world.business.calendarEvents.clear());
afterAll(() => world.sandbox.close());

function remove(event: Fields | undefined, body?: Fields) {
  return world.call('DELETE', `/calendarEvents/${event?.id}`, body);
}

test('a single event needs no body', async () => {
  const [event] = await world.create();
  expect(await remove(event)).toMatchObject({ status: 204, body: undefined });
  expect(await remove(event)).toMatchObject(refusal(404, `Calendar event ${event?.id}`));
  expect((await world.call('GET', `/calendarEvents/${event?.id}`)).status).toBe(404);
});

test('a series must say how far it goes, and a group too', async () => {
  const [a, b] = world.users;
  const [event] = await world.create({ ...FOUR_DAYS, linkedUserIds: [a, b] });
  expect(await remove(event)).toMatchObject(refusal(400, 'deleteAllRecurring'));
  expect(await remove(event, { deleteAllRecurring: 'TRUE' })).toMatchObject(refusal(400, 'deleteAllGrouped'));
  const words = { deleteAllRecurring: true, deleteAllGrouped: 'TRUE' };
  expect(await remove(event, words)).toMatchObject(refusal(400, 'deleteAllRecurring'));
  expect(world.business.calendarEvents.size).toBe(2);
});

test.each<[string, Fields, readonly string[]]>([
  ['all of a series', { deleteAllRecurring: 'TRUE' }, []],
  ['its first occurrence', { deleteAllRecurring: 'FALSE' }, STARTS.slice(1)],
  ['one occurrence', { deleteAllRecurring: 'FALSE', deleteOnDate: THIRD }, [STARTS[0], STARTS[1], STARTS[3]]],
  [
    'one occurrence and all later ones',
    { deleteAllRecurring: 'TRUE', deleteOnDate: THIRD },
    STARTS.slice(0, 2),
  ],
])('%s', async (_, body, left) => {
  const [event] = await world.create(FOUR_DAYS);
  expect((await remove(event, body)).status).toBe(204);
  expect(await world.starts(WEEK)).toEqual(occurrences(event, ...left));
  const { status } = await world.call('GET', `/calendarEvents/${event?.id}`);
  expect(status).toBe(left.length === 0 ? 404 : 200);
});

test('the same occurrence twice is refused', async () => {
  const [event] = await world.create(FOUR_DAYS);
  const body = { deleteAllRecurring: 'FALSE', deleteOnDate: THIRD };
  expect((await remove(event, body)).status).toBe(204);
  expect(await remove(event, body)).toMatchObject(refusal(400, THIRD));
});

test('one occurrence for everyone who has it', async () => {
  const [a, b] = world.users;
  const [first, second] = await world.create({ ...FOUR_DAYS, linkedUserIds: [a, b] });
  const one = { deleteAllRecurring: 'FALSE', deleteOnDate: THIRD };
  await remove(second, { ...one, deleteAllGrouped: 'FALSE' });
  expect((await remove(first, { ...one, deleteAllGrouped: 'TRUE' })).status).toBe(204);
  const records = world.business.calendarEvents;
  expect(records.get(Number(first?.id))?.recurrence?.excludedStarts).toEqual([THIRD]);
  expect(records.get(Number(second?.id))?.recurrence?.excludedStarts).toEqual([THIRD]);
});

test('the last occurrence of a series deletes it', async () => {
  const [event] = await world.create({ ...FOUR_DAYS, repeatCount: 1 });
  expect((await remove(event, { deleteAllRecurring: 'FALSE' })).status).toBe(204);
  expect((await world.call('GET', `/calendarEvents/${event?.id}`)).status).toBe(404);
});

test('one copy of a group, or all of them', async () => {
  const [a, b, c] = world.users;
  const [first, second, third] = await world.create({ linkedUserIds: [a, b, c] });
  const [bystander] = await world.create({ userId: a });
  expect((await remove(second, { deleteAllGrouped: 'FALSE' })).status).toBe(204);
  expect([...world.business.calendarEvents.keys()]).toEqual([first?.id, third?.id, bystander?.id]);
  expect((await remove(first, { deleteAllGrouped: 'TRUE' })).status).toBe(204);
  expect([...world.business.calendarEvents.keys()]).toEqual([bystander?.id]);
});
