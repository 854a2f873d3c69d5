import type { Tool } from '../define-tool.ts';
import { createNote } from './create-note.ts';
import { listNotes } from './list-notes.ts';
import { updateNote } from './update-note.ts';

export const noteTools: readonly Tool[] = [listNotes, createNote, updateNote];
