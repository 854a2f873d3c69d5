import { z } from 'zod';
import type { FergusApi } from '../../fergus/api.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { NOTE_ENTITIES } from '../../fergus/types/notes.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';

/** The arguments that say what a note hangs on: a kind of record with its id, or a job as people name it. */
export const entityInput = {
  entity: z.enum(NOTE_ENTITIES).optional(),
  entityId: p.id('record').optional(),
  job: p.job.optional().describe('Job id or number, instead of entity and entityId.'),
};

export type EntityInput = z.output<z.ZodObject<typeof entityInput>>;

/** Refuses arguments that name two records, or an id without its kind, before anything is sent. */
export function assertOneEntity({ entity, entityId, job }: EntityInput): void {
  if (job !== undefined && (entityId !== undefined || (entity !== undefined && entity !== 'job'))) {
    throw new ToolError(
      'Nothing was sent to Fergus: job stands in the place of entity and entityId. Name either job, or entity with entityId.',
    );
  }
  if (entityId !== undefined && entity === undefined) {
    throw new ToolError(
      `Nothing was sent to Fergus: entityId ${entityId} needs entity, the kind of record: ${NOTE_ENTITIES.join(', ')}.`,
    );
  }
}

/** A job as the record that notes hang on. */
export async function jobEntity(fergus: FergusApi, job: string | number) {
  return { entity: 'job' as const, entityId: await resolveJobId(fergus, job) };
}
