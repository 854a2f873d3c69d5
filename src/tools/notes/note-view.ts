import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Note, NoteReply } from '../../fergus/types/notes.ts';
import { flag, integer, known, list, moment, text } from '../shared/values.ts';

const reply = z.object({
  noteId: z.int(),
  text: z.string().optional(),
  createdBy: z.string().optional(),
  createdById: z.int().optional(),
  createdAt: z.string().optional(),
});

/** A note with the replies to it. */
export const noteItem = reply.extend({
  isPinned: z.boolean().optional(),
  entity: z.string().optional(),
  entityId: z.int().optional(),
  parentId: z.int().optional().describe('The note that this one replies to.'),
  replies: z.array(reply).optional(),
});

/** What a write answers. */
export const noteRecord = noteItem.extend({ timeZone: z.string() });

/** Names of users by id. A write has none: only its author's name could be missing. */
type Names = ReadonlyMap<number, string>;

export function toNoteItem(
  note: Note,
  company: CompanyProfile,
  names: Names = new Map(),
): z.output<typeof noteItem> {
  const replies = list(note.replies);
  return known({
    ...toReply(note, company, names),
    isPinned: flag(note.isPinned),
    // Sources disagree on its case [?]; tools take the lower one.
    entity: text(note.entityName)?.toLowerCase(),
    entityId: integer(note.entityId),
    parentId: integer(note.parentId),
    replies: replies.length > 0 ? replies.map((part) => toReply(part, company, names)) : undefined,
  });
}

export function toNoteRecord(note: Note, company: CompanyProfile): z.output<typeof noteRecord> {
  return { ...toNoteItem(note, company), timeZone: company.timeZone };
}

function toReply(note: NoteReply, company: CompanyProfile, names: Names): z.output<typeof reply> {
  const createdById = integer(note.createdById);
  return known({
    noteId: note.id,
    text: text(note.text),
    createdBy: createdById === undefined ? undefined : names.get(createdById),
    createdById,
    createdAt: moment(note.createdAt, company),
  });
}
