import { z } from 'zod';
import { listNotes as fetchNotes } from '../../fergus/endpoints/notes.ts';
import type { Note, NoteEntity } from '../../fergus/types/notes.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { userNames } from '../shared/user-names.ts';
import { integer, text } from '../shared/values.ts';
import { assertOneEntity, entityInput, jobEntity } from './note-entity.ts';
import { noteItem, toNoteItem } from './note-view.ts';

export const listNotes = defineTool({
  name: 'list-notes',
  title: 'List notes',
  description: 'Notes with their replies, newest first: of a record, of a kind of record, or all.',
  toolset: 'notes',
  everyday: false,
  access: 'read',
  input: z.object({
    ...entityInput,
    userId: p.id('user who wrote them').optional(),
    sortOrder: z.enum(['asc', 'desc']).default('desc'),
    limit: p.limit,
    cursor: p.cursor,
  }),
  output: listOutput(noteItem),
  async handler(input, { fergus, company, progress }) {
    assertOneEntity(input);
    const [{ entity, entityId }, profile, names] = await Promise.all([
      input.job === undefined ? input : jobEntity(fergus, input.job),
      company(),
      userNames(fergus),
    ]);
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) =>
        fetchNotes(fergus, {
          ...page,
          filterEntityName: entity,
          filterEntityId: entityId,
          filterCreatedById: input.userId,
          sortField: 'created_at',
          sortOrder: input.sortOrder,
        }),
      keep: keepOf(entity, entityId),
      present: (note) => toNoteItem(note, profile, names),
    });
    return { structured: { ...listing, timeZone: profile.timeZone } };
  },
});

/**
 * Sources disagree on how the filter spells kinds of records [?], and Fergus ignores what it does not
 * understand [client]: without this, a job could show another record's notes as its own.
 */
function keepOf(entity: NoteEntity | undefined, entityId: number | undefined) {
  if (entity === undefined) return undefined;
  return (note: Note): boolean =>
    text(note.entityName)?.toLowerCase() === entity &&
    (entityId === undefined || integer(note.entityId) === entityId);
}
