import type { Request } from 'express';
import { z } from 'zod';
import type { Business, Note, NoteEntity } from '../business.ts';
import {
  ApiError,
  businessOf,
  existing,
  link,
  parseBody,
  parseQuery,
  pathId,
  queryNumber,
  type Routes,
  sendOne,
  sendPage,
  userOf,
} from '../http.ts';
import { referenced } from './lookups.ts';

const ENTITIES = [
  'job',
  'customer',
  'customer_invoice',
  'quote',
  'site',
  'task',
  'enquiry',
  'job_phase',
] as const satisfies readonly NoteEntity[];

const UPPER_CASE_ENTITIES = ENTITIES.map((entity) => entity.toUpperCase());

const listQuery = z.object({
  filterEntityId: queryNumber.optional(),
  filterEntityName: z.enum(UPPER_CASE_ENTITIES).optional(),
  filterCreatedById: queryNumber.optional(),
});

const createBody = z.object({
  text: z.string().min(1),
  entityName: z.enum(ENTITIES),
  entityId: z.number(),
  parentId: z.number().nullish(),
  isPinned: z.boolean().optional(),
});

const updateBody = z
  .object({ text: z.string().min(1).optional(), isPinned: z.boolean().optional() })
  .refine(({ text, isPinned }) => text !== undefined || isPinned !== undefined, 'must have text or isPinned');

export const noteRoutes: Routes = (router) => {
  router.get('/notes', (req, res) => {
    const query = parseQuery(req, listQuery);
    const notes = [...businessOf(req).notes.values()].filter(
      (note) =>
        note.parentId === null &&
        (query.filterEntityId === undefined || note.entityId === query.filterEntityId) &&
        (query.filterEntityName === undefined || note.entityName.toUpperCase() === query.filterEntityName) &&
        (query.filterCreatedById === undefined || note.createdById === query.filterCreatedById),
    );
    sendPage(req, res, notes, {
      sortKeys: { created_at: (note) => note.createdAt },
      present: (note) => noteView(req, note),
    });
  });

  router.post('/notes', (req, res) => {
    const business = businessOf(req);
    const { text, entityName, entityId, parentId, isPinned } = parseBody(req, createBody);
    checkEntity(business, entityName, entityId);
    const note: Note = {
      id: business.nextId(),
      entityId,
      entityName,
      // Fergus loses the text of a note that is pinned as it is made.
      text: isPinned === undefined ? text : '',
      createdById: userOf(req).id,
      createdAt: business.now().toISOString(),
      isPinned: isPinned ?? false,
      parentId: parentId ?? null,
    };
    checkParent(business, note);
    business.notes.set(note.id, note);
    sendOne(res, noteView(req, note), 201);
  });

  router.patch('/notes/:noteId', (req, res) => {
    const note = existing(businessOf(req).notes, pathId(req, 'noteId'), 'Note');
    const { text, isPinned } = parseBody(req, updateBody);
    note.text = text ?? note.text;
    note.isPinned = isPinned ?? note.isPinned;
    sendOne(res, noteView(req, note));
  });
};

/** @throws ApiError 400 when there is no such record to hang a note on. The API does not show tasks at all. */
function checkEntity(business: Business, entityName: NoteEntity, entityId: number): void {
  const records: Record<Exclude<NoteEntity, 'task'>, ReadonlyMap<number, unknown>> = {
    job: business.jobs,
    customer: business.customers,
    customer_invoice: business.invoices,
    quote: business.quotes,
    site: business.sites,
    enquiry: business.enquiries,
    job_phase: business.phases,
  };
  if (entityName !== 'task') referenced(records[entityName], entityId, `body/entityId: ${entityName}`);
}

/** @throws ApiError 400 unless the parent is a note, not itself a reply, on the same record. */
function checkParent(business: Business, { parentId, entityName, entityId }: Note): void {
  if (parentId === null) return;
  const parent = referenced(business.notes, parentId, 'body/parentId: note');
  if (parent.parentId !== null) throw new ApiError(400, `body/parentId: note ${parentId} is itself a reply`);
  if (parent.entityName !== entityName || parent.entityId !== entityId) {
    throw new ApiError(400, `body/parentId: note ${parentId} is not on ${entityName} ${entityId}`);
  }
}

function noteView(req: Request, note: Note) {
  const replies = [...businessOf(req).notes.values()]
    .filter(({ parentId }) => parentId === note.id)
    .map((reply) => replyView(req, reply));
  return { ...replyView(req, note), replies };
}

function replyView(req: Request, note: Note) {
  return {
    ...note,
    companyId: businessOf(req).companyId,
    links: [link(req, 'self', `/notes/${note.id}`, 'PATCH')],
  };
}
