import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listNotes as readNotes } from '../../src/fergus/endpoints/notes.ts';
import type { Note as FergusNote, NoteEntity } from '../../src/fergus/types/notes.ts';
import type { Job, Note } from '../../src/sandbox/fergus-api/business.ts';
import { createNote } from '../../src/tools/notes/create-note.ts';
import { listNotes } from '../../src/tools/notes/list-notes.ts';
import { updateNote } from '../../src/tools/notes/update-note.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

let harness: ToolHarness;
/** A job with a note that has replies, and another. */
let job: Job;
let note: Note;

beforeEach(async () => {
  harness = await startHarness();
  const { jobs, notes } = harness.sandbox.businesses.main;
  const answered = new Set([...notes.values()].map(({ parentId }) => parentId));
  const found = [...notes.values()].find(({ id, entityName }) => entityName === 'job' && answered.has(id));
  const on = jobs.get(found?.entityId ?? 0);
  if (!found || !on) throw new Error('The sandbox has no job with an answered note.');
  note = found;
  job = on;
});

afterEach(() => harness.close());

/** The notes of a record as Fergus shows them. */
async function inFergus(entityId: number, entity: NoteEntity = 'job'): Promise<readonly FergusNote[]> {
  const query = { filterEntityName: entity, filterEntityId: entityId, pageSize: 100 };
  return (await readNotes(harness.client.forCall(), query)).items;
}
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');
const items = ({ structured }: { structured: Record<string, unknown> }) =>
  structured.items as Array<Record<string, unknown>>;
const nameOf = (userId: number) => {
  const user = harness.sandbox.businesses.main.users.get(userId);
  return `${user?.firstName} ${user?.lastName}`;
};
const refuse = (method: 'POST' | 'PATCH', status = 400) =>
  harness.sandbox.faults.order({
    kind: 'status',
    method,
    path: /^\/notes/,
    status,
    body: { error: 'No', message: 'Notes are closed', statusCode: status },
  });

describe('list-notes', () => {
  test.each([
    ['job number', () => ({ job: job.jobNo })],
    ['job number and its kind', () => ({ entity: 'job', job: job.jobNo })],
    ['kind and id', () => ({ entity: 'job', entityId: job.id })],
  ])('shows the notes of a record by %s, newest first, with replies and names', async (_what, args) => {
    const result = await harness.call(listNotes, args());
    expect(result.structured).toMatchObject({ hasMore: false, timeZone: 'Pacific/Auckland' });
    const listed = items(result);
    const ids = (await inFergus(job.id)).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(1);
    expect(listed.map(({ noteId }) => noteId)).toEqual(ids.toReversed());
    const replies = [...harness.sandbox.businesses.main.notes.values()].filter(
      ({ parentId }) => parentId === note.id,
    );
    expect(listed.find(({ noteId }) => noteId === note.id)).toMatchObject({
      text: note.text,
      entity: 'job',
      entityId: job.id,
      isPinned: note.isPinned,
      createdById: note.createdById,
      createdBy: nameOf(note.createdById),
      createdAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/),
      replies: replies.map((reply) => ({ text: reply.text, createdBy: nameOf(reply.createdById) })),
    });
  });

  test('shows those of a kind of record, of a person, and all', async () => {
    const all = [...harness.sandbox.businesses.main.notes.values()].filter(
      ({ parentId }) => parentId === null,
    );
    const idsOf = async (args: object) =>
      items(await harness.call(listNotes, { limit: 200, ...args })).map(({ noteId }) => noteId);
    const sorted = (ids: readonly unknown[]) => [...ids].map(Number).sort();
    const expected = (fits: (note: Note) => boolean) => sorted(all.filter(fits).map(({ id }) => id));
    expect(sorted(await idsOf({}))).toEqual(expected(() => true));
    expect(sorted(await idsOf({ entity: 'customer_invoice' }))).toEqual(
      expected(({ entityName }) => entityName === 'customer_invoice'),
    );
    const { createdById } = note;
    const own = sorted(await idsOf({ userId: createdById }));
    expect(own.length).toBeLessThan(all.length);
    expect(own).toEqual(expected((candidate) => candidate.createdById === createdById));
  });

  test('goes on by cursor', async () => {
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const result = await harness.call(listNotes, { limit: 7, ...(cursor !== undefined && { cursor }) });
      seen.push(...items(result).map(({ noteId }) => noteId));
      cursor = result.structured.nextCursor;
    } while (cursor !== undefined);
    const all = items(await harness.call(listNotes, { limit: 200 })).map(({ noteId }) => noteId);
    expect(all.length).toBeGreaterThan(14);
    expect(seen).toEqual(all);
  });

  test('does not show notes of other records where Fergus ignores the filter', async () => {
    const { items: everything } = await readNotes(harness.client.forCall(), { pageSize: 100 });
    const shouted = everything.map((entry) => ({ ...entry, entityName: entry.entityName?.toUpperCase() }));
    harness.sandbox.faults.order({ kind: 'status', path: '/notes', status: 200, body: { data: shouted } });
    const listed = items(await harness.call(listNotes, { job: job.id }));
    expect(listed.map(({ noteId }) => noteId).sort()).toEqual(
      (await inFergus(job.id)).map(({ id }) => id).sort(),
    );
    expect(new Set(listed.map(({ entity }) => entity))).toEqual(new Set(['job']));
  });

  test('shows notes without names to those who may not see users', async () => {
    harness.sandbox.faults.order({
      kind: 'status',
      path: '/users',
      status: 403,
      body: { message: 'Forbidden' },
    });
    const [first] = items(await harness.call(listNotes, { job: job.id }));
    expect(first).toMatchObject({ createdById: expect.any(Number) });
    expect(first).not.toHaveProperty('createdBy');
  });

  test('shows what it can of notes that Fergus describes badly', async () => {
    const data = [
      { id: 5, text: null, createdById: 'x', isPinned: 'no', entityName: 4, parentId: null, replies: 'none' },
      { id: 6, replies: [{ id: 7, text: ' ok ', createdAt: '2026-11-23T12:30:00Z' }] },
    ];
    harness.sandbox.faults.order({ kind: 'status', path: '/notes', status: 200, body: { data } });
    expect(items(await harness.call(listNotes, {}))).toEqual([
      { noteId: 5, entity: '4' },
      { noteId: 6, replies: [{ noteId: 7, text: 'ok', createdAt: '2026-11-24 01:30' }] },
    ]);
  });

  test.each([
    ['two records', { entity: 'site', entityId: 5, job: 'Job-500' }, 'either job, or entity with entityId'],
    ['a job beside another kind', { entity: 'site', job: 'Job-500' }, 'either job, or entity with entityId'],
    ['an id without its kind', { entityId: 5 }, 'entityId 5 needs entity, the kind of record: job, customer'],
    ['a kind that has no notes', { entity: 'user', entityId: 5 }, 'entity: must be one of "job"'],
  ])('refuses %s without a request', async (_what, args, message) => {
    await expect(harness.call(listNotes, args)).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });
});

describe('create-note', () => {
  const WORDS = { text: 'Key is at reception' };

  test('writes the note on the job of that number, once', async () => {
    const { structured } = await harness.call(createNote, { job: job.jobNo, ...WORDS });
    expect(structured).toMatchObject({ ...WORDS, entity: 'job', entityId: job.id, isPinned: false });
    expect(await inFergus(job.id)).toContainEqual(
      expect.objectContaining({ id: structured.noteId, ...WORDS, isPinned: false }),
    );
    await expect(harness.call(createNote, { job: job.id, ...WORDS })).rejects.toThrow(
      new RegExp(`identical note .*It made note ${structured.noteId}.*allowDuplicate`),
    );
    expect(writes()).toMatchObject([{ body: { ...WORDS, entityName: 'job', entityId: job.id } }]);
    await harness.call(createNote, { job: job.id, ...WORDS, allowDuplicate: true });
    expect(writes()).toHaveLength(2);
  });

  test('writes it on any other kind of record', async () => {
    const [site] = harness.sandbox.businesses.main.sites.values();
    if (!site) throw new Error('The sandbox has no site.');
    const { structured } = await harness.call(createNote, { entity: 'site', entityId: site.id, ...WORDS });
    expect(await inFergus(site.id, 'site')).toContainEqual(
      expect.objectContaining({ id: structured.noteId, ...WORDS }),
    );
  });

  test('replies to a note', async () => {
    const { structured } = await harness.call(createNote, {
      job: job.jobNo,
      parentId: note.id,
      text: 'On my way',
    });
    expect(structured).toMatchObject({ parentId: note.id, text: 'On my way' });
    const parent = (await inFergus(job.id)).find(({ id }) => id === note.id);
    expect(parent?.replies).toContainEqual(expect.objectContaining({ id: structured.noteId }));
  });

  test('pins the note without losing its text', async () => {
    const { structured, summary } = await harness.call(createNote, { job: job.id, ...WORDS, isPinned: true });
    expect(structured).toMatchObject({ ...WORDS, isPinned: true });
    expect(structured).not.toHaveProperty('notice');
    expect(summary).toContain('written and pinned');
    expect(await inFergus(job.id)).toContainEqual(
      expect.objectContaining({ id: structured.noteId, ...WORDS, isPinned: true }),
    );
    expect(writes().map(({ method, body }) => [method, Object.keys(body as object)])).toEqual([
      ['POST', expect.not.arrayContaining(['isPinned'])],
      ['PATCH', ['isPinned']],
    ]);
  });

  test.each([
    ['is refused', () => refuse('PATCH'), /Notes are closed/],
    [
      'gets no answer',
      () => harness.sandbox.faults.order({ kind: 'reset', method: 'PATCH', path: /^\/notes/ }),
      /unknown/,
    ],
  ])('tells of the note that stands where pinning it %s', async (_what, order, reason) => {
    order();
    const { structured, summary } = await harness.call(createNote, { job: job.id, ...WORDS, isPinned: true });
    expect(structured).toMatchObject({ ...WORDS, isPinned: false });
    expect(summary).toBe('The note was written.');
    expect(structured.notice).toMatch(reason);
    expect(structured.notice).toMatch(
      new RegExp(
        `^The note was written, but pinning it failed\\..*update-note \\(noteId ${structured.noteId}, isPinned true\\); do not write it again`,
      ),
    );
    expect(await inFergus(job.id)).toContainEqual(
      expect.objectContaining({ id: structured.noteId, ...WORDS, isPinned: false }),
    );
  });

  test.each([
    ['no record', WORDS, 'Name job, or entity with entityId'],
    ['a kind without an id', { ...WORDS, entity: 'job' }, 'Name job, or entity with entityId'],
    ['an id without its kind', { ...WORDS, entityId: 5 }, 'entityId 5 needs entity'],
    [
      'two records',
      { ...WORDS, entity: 'job', entityId: 5, job: 'Job-500' },
      'either job, or entity with entityId',
    ],
    ['no text', { job: 'Job-500' }, 'text: is required'],
    ['blank text', { job: 'Job-500', text: ' \n' }, 'text: must not be empty'],
  ])('refuses %s without a request', async (_what, args, message) => {
    await expect(harness.call(createNote, args)).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('passes on what Fergus says against it, and lets it be tried again', async () => {
    const onNothing = { entity: 'customer', entityId: 1, ...WORDS };
    await expect(harness.call(createNote, onNothing)).rejects.toThrow(/customer 1 not found/);
    await expect(harness.call(createNote, onNothing)).rejects.toThrow(/customer 1 not found/);
    await expect(harness.call(createNote, { job: job.id, parentId: 1, text: 'On my way' })).rejects.toThrow(
      /note 1 not found/,
    );
    expect(createNote.hintsFor({ job: job.id, ...WORDS })['bad-request']).toContain('list-notes');
  });
});

describe('update-note', () => {
  test.each([
    ['text', { text: 'Gate code is 4711' }],
    ['pin', { isPinned: false }],
    ['both', { text: 'Gate code is 4711', isPinned: false }],
  ])('changes the %s and keeps the rest', async (_what, changes) => {
    note.isPinned = true;
    const before = (await inFergus(job.id)).find(({ id }) => id === note.id);
    const { structured } = await harness.call(updateNote, { noteId: note.id, ...changes });
    expect(structured).toMatchObject({ noteId: note.id, entityId: job.id, ...changes });
    expect((await inFergus(job.id)).find(({ id }) => id === note.id)).toEqual({ ...before, ...changes });
  });

  test.each([
    ['nothing to change', { noteId: 5 }, 'name at least one of text, isPinned'],
    ['blank text', { noteId: 5, text: ' ' }, 'text: must not be empty'],
    ['no note', { text: 'x' }, 'noteId: is required'],
  ])('refuses %s without a request', async (_what, args, message) => {
    await expect(harness.call(updateNote, args)).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('passes on what Fergus says against it', async () => {
    refuse('PATCH');
    const args = { noteId: note.id, text: 'x' };
    await expect(harness.call(updateNote, args)).rejects.toThrow('Notes are closed');
    await expect(harness.call(updateNote, { ...args, noteId: 1 })).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(updateNote.hintsFor(args)['not-found']).toContain('list-notes');
  });
});
