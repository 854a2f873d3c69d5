import { z } from 'zod';
import type { FergusApi } from '../../fergus/api.ts';
import { createNote as sendNote, updateNote } from '../../fergus/endpoints/notes.ts';
import { FergusError } from '../../fergus/errors.ts';
import type { Note } from '../../fergus/types/notes.ts';
import { defineTool } from '../define-tool.ts';
import { jobNotFound } from '../jobs/get-job.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';
import { assertOneEntity, type EntityInput, entityInput, jobEntity } from './note-entity.ts';
import { noteRecord, toNoteRecord } from './note-view.ts';

export const createNote = defineTool({
  name: 'create-note',
  title: 'Write a note',
  description: 'Writes a note on a job or another record, or a reply to one.',
  toolset: 'notes',
  everyday: true,
  access: 'write',
  input: z.object({
    ...entityInput,
    text: p.text('The note.', 10_000),
    parentId: p.id('note on the same record to reply to').optional(),
    isPinned: z.boolean().default(false),
    allowDuplicate: p.allowDuplicate,
  }),
  output: noteRecord,
  async handler(input, { fergus, company, duplicates }) {
    assertOneEntity(input);
    const { text, parentId, isPinned, allowDuplicate } = input;
    const on = input.job === undefined ? wholeEntity(input) : jobEntity(fergus, input.job);
    if (on === undefined) {
      throw new ToolError(
        'Nothing was sent to Fergus: a note hangs on a record. Name job, or entity with entityId.',
      );
    }
    const [{ entity, entityId }, profile] = await Promise.all([on, company()]);
    const payload = { text, entityName: entity, entityId, parentId };
    const created = await duplicates.once('note', payload, allowDuplicate, async () => {
      const value = await sendNote(fergus, payload);
      return { value, made: `note ${value.id}` };
    });
    if (!isPinned) return { structured: toNoteRecord(created, profile), summary: 'The note was written.' };
    const { note, notice } = await pin(fergus, created);
    return {
      structured: { ...toNoteRecord(note, profile), ...(notice !== undefined && { notice }) },
      summary: `The note was written${notice === undefined ? ' and pinned' : ''}.`,
    };
  },
  hints: ({ job }) => ({
    'not-found': job === undefined ? 'Check entity and entityId.' : jobNotFound(job),
    'bad-request':
      'The record must exist, and parentId must be a note on it that is no reply itself: see them with list-notes.',
  }),
  verifyWith: 'list-notes',
});

function wholeEntity({ entity, entityId }: EntityInput) {
  return entity === undefined || entityId === undefined ? undefined : { entity, entityId };
}

/**
 * Pins a note that was just written. Fergus is said to drop the text of one that is pinned as it is made [?],
 * hence the second request; when that fails, the note stands all the same, and that is what must be told.
 */
async function pin(fergus: FergusApi, created: Note): Promise<{ note: Note; notice?: string }> {
  try {
    return { note: await updateNote(fergus, created.id, { isPinned: true }) };
  } catch (error) {
    if (!(error instanceof FergusError)) throw error;
    const next = `Pin it with update-note (noteId ${created.id}, isPinned true); do not write it again.`;
    return {
      note: created,
      notice: `The note was written, but pinning it failed. ${error.withNextStep(next).message}`,
    };
  }
}
