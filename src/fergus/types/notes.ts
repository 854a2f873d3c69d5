import type { PageQuery } from '../api.ts';
import type { Identified, Lenient } from './shared.ts';

/** What a note can hang on, spelt as in answers. {@link noteEntityName} spells it for requests. */
export const NOTE_ENTITIES = [
  'job',
  'customer',
  'customer_invoice',
  'quote',
  'site',
  'task',
  'enquiry',
  'job_phase',
] as const;
export type NoteEntity = (typeof NOTE_ENTITIES)[number];

/**
 * The entity's name as a request spells it. The sources disagree: the contract's filter is upper case, answers
 * are lower case, and one client found that writes accept lower case only. Nobody saw lower case refused in a
 * write, so filters follow the contract and writes follow that client.
 */
export function noteEntityName(entity: NoteEntity, use: 'filter' | 'write'): string {
  return use === 'filter' ? entity.toUpperCase() : entity;
}

export type NoteReply = Identified &
  Lenient<{
    companyId: number;
    entityId: number;
    entityName: string;
    text: string;
    createdById: number;
    createdAt: string;
    isPinned: boolean;
    parentId: number;
  }>;

export type Note = NoteReply & Lenient<{ replies: readonly NoteReply[] }>;

export const NOTE_SORT_FIELDS = ['created_at'] as const;

export interface NotesQuery extends PageQuery {
  /** Snake case, unlike every other list. */
  readonly sortField?: (typeof NOTE_SORT_FIELDS)[number] | undefined;
  readonly filterEntityId?: number | undefined;
  readonly filterEntityName?: NoteEntity | undefined;
  /** A user's id. */
  readonly filterCreatedById?: number | undefined;
}

/**
 * There is no `isPinned` here although Fergus takes one: it is said to drop the text of such a note [?]. To pin
 * a new note, create it and then update it.
 */
export interface CreateNotePayload {
  readonly text: string;
  readonly entityName: NoteEntity;
  readonly entityId: number;
  /** The note that this one replies to. */
  readonly parentId?: number | null | undefined;
}

/** At least one field. */
export interface UpdateNotePayload {
  readonly text?: string | undefined;
  readonly isPinned?: boolean | undefined;
}
