import { z } from 'zod';
import { updateNote as sendNote } from '../../fergus/endpoints/notes.ts';
import { defineTool } from '../define-tool.ts';
import { assertChange } from '../shared/changes.ts';
import * as p from '../shared/params.ts';
import { noteRecord, toNoteRecord } from './note-view.ts';

export const updateNote = defineTool({
  name: 'update-note',
  title: 'Change a note',
  description: "Changes a note's text, or pins or unpins it.",
  toolset: 'notes',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({
    noteId: p.id('note'),
    text: p.text('The whole new text.', 10_000).optional(),
    isPinned: z.boolean().optional(),
  }),
  output: noteRecord,
  async handler({ noteId, ...changes }, { fergus, company }) {
    assertChange(changes, ['text', 'isPinned']);
    const profile = await company();
    const note = await sendNote(fergus, noteId, changes);
    return { structured: toNoteRecord(note, profile), summary: 'Note changed.' };
  },
  hints: ({ noteId }) => ({ 'not-found': `There is no note ${noteId}. Look for it with list-notes.` }),
  verifyWith: 'list-notes',
});
