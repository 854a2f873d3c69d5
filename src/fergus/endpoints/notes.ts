import { type FergusApi, type Page, path } from '../api.ts';
import {
  type CreateNotePayload,
  type Note,
  type NotesQuery,
  noteEntityName,
  type UpdateNotePayload,
} from '../types/notes.ts';

/** `GET /notes`: notes with their replies. */
export function listNotes(api: FergusApi, query: NotesQuery = {}): Promise<Page<Note>> {
  const { filterEntityName } = query;
  return api.page({
    method: 'GET',
    path: path`/notes`,
    query: {
      ...query,
      filterEntityName: filterEntityName && noteEntityName(filterEntityName, 'filter'),
    },
  });
}

/** `POST /notes`: a note, or with `parentId` a reply. Pin it with {@link updateNote} afterwards. */
export function createNote(api: FergusApi, payload: CreateNotePayload): Promise<Note> {
  const body = { ...payload, entityName: noteEntityName(payload.entityName, 'write') };
  return api.one({ method: 'POST', path: path`/notes`, body });
}

/** `PATCH /notes/{noteId}`: changes the text, or pins and unpins. */
export function updateNote(api: FergusApi, noteId: number, payload: UpdateNotePayload): Promise<Note> {
  return api.one({ method: 'PATCH', path: path`/notes/${noteId}`, body: payload });
}
