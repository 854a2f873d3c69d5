import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type CalendarWorld,
  FOUR_DAYS,
  MORNING,
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

const NOON = { startTime: '2026-09-23T00:00:00.000Z', endTime: '2026-09-23T02:00:00.000Z' };
const THIRD_AT_NINE = { startTime: '2026-09-24T21:00:00.000Z', endTime: '2026-09-24T22:00:00.000Z' };

function update(event: Fields | undefined, fields: Fields = {}) {
  return world.call('POST', `/calendarEvents/${event?.id}`, {
    eventTitle: 'Site visit',
    ...MORNING,
    ...fields,
  });
}

const people = (events: readonly Fields[]) => events.map(({ id, userId }) => ({ id, userId }));

describe('updating a single event', () => {
  test('replaces what it says and keeps what it is about', async () => {
    const [a, b] = world.users;
    const [phase] = world.business.phases.values();
    const about = { eventType: 'JOB_PHASE', jobPhaseId: phase?.id };
    const [event] = await world.create({ ...about, userId: a, description: 'Bring the ladder' });
    const { status, items } = await update(event, { ...NOON, eventTitle: 'Moved', userId: b });
    expect(status).toBe(200);
    expect(items).toMatchObject([
      { ...about, ...NOON, id: event?.id, jobId: phase?.jobId, title: 'Moved', description: null, userId: b },
    ]);
    expect((await world.call('GET', `/calendarEvents/${event?.id}`)).data).toEqual(items[0]);
  });

  test('unassigns it where nobody is named', async () => {
    const [event] = await world.create({ userId: world.users[0] });
    expect((await update(event)).items).toMatchObject([{ id: event?.id, userId: null }]);
  });

  test('makes it repeat', async () => {
    const [event] = await world.create();
    expect((await update(event, FOUR_DAYS)).items).toMatchObject([{ id: event?.id, isRecurring: true }]);
    expect(await world.starts(WEEK)).toEqual(occurrences(event, ...STARTS));
  });

  test('makes it a group', async () => {
    const [a, b] = world.users;
    const [event] = await world.create();
    const [bystander] = await world.create({ userId: b });
    const fields = { userId: a, linkedUserIds: [b] };
    expect(await update(event, fields)).toMatchObject(refusal(400, 'updateAllGrouped'));
    const { items } = await update(event, { ...fields, updateAllGrouped: 'TRUE' });
    expect(people(items)).toEqual([
      { id: event?.id, userId: a },
      { id: expect.any(Number), userId: b },
    ]);
    expect(items[1]).toMatchObject({ groupId: items[0]?.groupId, title: 'Site visit' });
    expect(items[0]?.groupId).not.toBeNull();
    expect((await world.call('GET', `/calendarEvents/${bystander?.id}`)).data).toEqual(bystander);
  });

  test.each<[string, Fields]>([
    ['startTime', { startTime: undefined }],
    ['endTime', { endTime: MORNING.startTime }],
    ['startTime', { startTime: '2026-09-22T20:01:00.000Z' }],
    ['eventTitle', { eventTitle: undefined }],
    ['repeatEndDate', { frequency: 'DAILY', repeatEndType: 'ON_DATE' }],
    ['repeatCount', { frequency: 'DAILY', repeatEndType: 'AFTER' }],
    ['updateAllRecurring', { updateAllRecurring: true }],
    ['updateAllGrouped', { updateAllGrouped: 'yes' }],
    ['repeatSplitOnDate', { repeatSplitOnDate: 'Thursday' }],
  ])('refuses a bad %s: %o', async (field, fields) => {
    const [event] = await world.create();
    expect(await update(event, fields)).toMatchObject(refusal(400, `body/${field}`));
    expect((await world.call('GET', `/calendarEvents/${event?.id}`)).data).toEqual(event);
  });

  test('knows no other', async () => {
    expect(await update({ id: 99 })).toMatchObject(refusal(404, 'Calendar event 99'));
  });
});

describe('updating a series', () => {
  const FOUR_AT_NINE = {
    ...FOUR_DAYS,
    startTime: '2026-09-22T21:00:00.000Z',
    endTime: '2026-09-22T22:00:00.000Z',
    updateAllRecurring: 'TRUE',
  };

  test('must say how far it goes', async () => {
    const [event] = await world.create(FOUR_DAYS);
    expect(await update(event)).toMatchObject(refusal(400, 'updateAllRecurring'));
    expect(await update(event, { updateAllRecurring: null })).toMatchObject(
      refusal(400, 'updateAllRecurring'),
    );
  });

  test('changes all of it', async () => {
    const [event] = await world.create(FOUR_DAYS);
    const { items } = await update(event, { ...FOUR_AT_NINE, eventTitle: 'At nine' });
    expect(items).toMatchObject([{ id: event?.id, title: 'At nine' }]);
    const moved = STARTS.map((start) => start.replace('T20', 'T21'));
    expect(await world.starts(WEEK)).toEqual(occurrences(event, ...moved));
  });

  test('ends the repetition that is not named again', async () => {
    const [event] = await world.create(FOUR_DAYS);
    const { items } = await update(event, { updateAllRecurring: 'TRUE' });
    expect(items).toMatchObject([{ id: event?.id, isRecurring: false }]);
    expect(await world.starts(WEEK)).toEqual(occurrences(event, STARTS[0]));
  });

  test('takes one occurrence out of it', async () => {
    const [event] = await world.create(FOUR_DAYS);
    const { items } = await update(event, {
      ...FOUR_DAYS,
      ...THIRD_AT_NINE,
      eventTitle: 'Later',
      updateAllRecurring: 'FALSE',
      repeatSplitOnDate: THIRD,
    });
    expect(items).toMatchObject([{ ...THIRD_AT_NINE, title: 'Later', isRecurring: false }]);
    expect(items[0]?.id).not.toBe(event?.id);
    expect(await world.starts(WEEK)).toEqual([
      ...occurrences(event, STARTS[0], STARTS[1]),
      ...occurrences(items[0], '2026-09-24T21:00'),
      ...occurrences(event, STARTS[3]),
    ]);
  });

  test('takes the first occurrence without a date, which leaves the second as the first', async () => {
    const [event] = await world.create(FOUR_DAYS);
    const { items } = await update(event, { ...NOON, updateAllRecurring: 'FALSE' });
    expect(items).toMatchObject([NOON]);
    const { data } = await world.call('GET', `/calendarEvents/${event?.id}`);
    expect(data).toMatchObject({
      startTime: '2026-09-23T20:00:00.000Z',
      endTime: '2026-09-23T21:00:00.000Z',
    });
  });

  test('changes one occurrence and all later ones where a date comes with it', async () => {
    const [event] = await world.create(FOUR_DAYS);
    const { items } = await update(event, {
      ...THIRD_AT_NINE,
      frequency: 'DAILY',
      updateAllRecurring: 'TRUE',
      repeatSplitOnDate: THIRD,
    });
    expect(items).toMatchObject([{ ...THIRD_AT_NINE, isRecurring: true }]);
    expect(await world.starts(WEEK)).toEqual([
      ...occurrences(event, STARTS[0], STARTS[1]),
      ...occurrences(
        items[0],
        '2026-09-24T21:00',
        '2026-09-25T21:00',
        '2026-09-26T20:00',
        '2026-09-27T20:00',
      ),
    ]);
  });

  test('keeps its gaps when it moves', async () => {
    const [event] = await world.create(FOUR_DAYS);
    await world.call('DELETE', `/calendarEvents/${event?.id}`, {
      deleteAllRecurring: 'FALSE',
      deleteOnDate: THIRD,
    });
    await update(event, FOUR_AT_NINE);
    expect(await world.starts(WEEK)).toEqual(
      occurrences(event, '2026-09-22T21:00', '2026-09-23T21:00', '2026-09-25T21:00'),
    );
  });

  test('refuses a date on which no occurrence starts', async () => {
    const [event] = await world.create(FOUR_DAYS);
    for (const repeatSplitOnDate of [
      THIRD_AT_NINE.startTime,
      '2026-09-21T20:00:00.000Z',
      '2026-09-26T20:00:00.000Z',
    ]) {
      const reply = await update(event, { updateAllRecurring: 'FALSE', repeatSplitOnDate });
      expect(reply).toMatchObject(refusal(400, repeatSplitOnDate));
    }
    expect(await world.starts(WEEK)).toEqual(occurrences(event, ...STARTS));
  });
});

describe('updating a group', () => {
  test('must say how far it goes', async () => {
    const [a, b] = world.users;
    const [event] = await world.create({ linkedUserIds: [a, b] });
    expect(await update(event)).toMatchObject(refusal(400, 'updateAllGrouped'));
    const single = { linkedUserIds: [a], updateAllGrouped: 'FALSE' };
    expect(await update(event, single)).toMatchObject(refusal(400, 'updateAllGrouped'));
  });

  test('changes one copy, which stays in the group', async () => {
    const [a, b] = world.users;
    const [first, second] = await world.create({ linkedUserIds: [a, b] });
    const { items } = await update(second, { ...NOON, userId: b, updateAllGrouped: 'FALSE' });
    expect(items).toMatchObject([{ ...NOON, id: second?.id, userId: b, groupId: first?.groupId }]);
    expect((await world.call('GET', `/calendarEvents/${first?.id}`)).data).toEqual(first);
  });

  test('changes all copies: everyone keeps theirs, who is new takes a free one, the rest goes', async () => {
    const [a, b, c] = world.users;
    const [first, second] = await world.create({ linkedUserIds: [a, b] });
    const all = { ...NOON, eventTitle: 'Changed', updateAllGrouped: 'TRUE' };

    const swapped = await update(first, { ...all, linkedUserIds: [b, c] });
    expect(people(swapped.items)).toEqual([
      { id: second?.id, userId: b },
      { id: first?.id, userId: c },
    ]);
    for (const item of swapped.items)
      expect(item).toMatchObject({ ...NOON, title: 'Changed', groupId: first?.groupId });

    const shrunk = await update(first, { ...all, userId: c });
    expect(shrunk.items).toMatchObject([{ id: first?.id, userId: c, groupId: null }]);
    expect(await world.starts(WEEK)).toEqual(occurrences(first, '2026-09-23T00:00'));
  });

  test('takes one occurrence of a series out for everyone, as a group of its own', async () => {
    const [a, b] = world.users;
    const [first, second] = await world.create({ ...FOUR_DAYS, linkedUserIds: [a, b] });
    const { items } = await update(first, {
      ...THIRD_AT_NINE,
      linkedUserIds: [a, b],
      updateAllRecurring: 'FALSE',
      updateAllGrouped: 'TRUE',
      repeatSplitOnDate: THIRD,
    });
    expect(items.map(({ userId }) => userId)).toEqual([a, b]);
    expect(items[0]?.groupId).toBe(items[1]?.groupId);
    expect(items[0]?.groupId).not.toBe(first?.groupId);
    expect(await world.starts('filterCalendarRange=DAY&filterDateFrom=2026-09-24')).toEqual([
      ...occurrences(items[0], '2026-09-24T21:00'),
      ...occurrences(items[1], '2026-09-24T21:00'),
    ]);
    expect(await world.starts('filterCalendarRange=DAY&filterDateFrom=2026-09-25')).toEqual([
      ...occurrences(first, STARTS[3]),
      ...occurrences(second, STARTS[3]),
    ]);
  });
});
