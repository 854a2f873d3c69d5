import { z } from 'zod';
import type { TimeEntry } from '../../fergus/types/time-entries.ts';
import { flag, integer, known, number, text } from '../shared/values.ts';

/** Hours are decimal; times are local ones of the company, as Fergus sends them. */
export const timeEntryItem = z.object({
  timeEntryId: z.int(),
  user: z.string().optional(),
  userId: z.int().optional(),
  startTime: z.string().optional(),
  endTime: z.string().optional(),
  paidHours: z.number().optional(),
  unchargedHours: z.number().optional(),
  jobNo: z.string().optional(),
  jobId: z.int().optional(),
  phase: z.string().optional(),
  workDescription: z.string().optional(),
});

export const timeEntryRecord = timeEntryItem.extend({
  jobPhaseId: z.int().optional(),
  phaseDetails: z.string().optional(),
  isLocked: z.boolean().optional(),
  payRate: z.number().optional().describe('An hour.'),
  chargeOutRate: z.number().optional().describe('An hour.'),
  unchargedTimeStart: z.string().optional(),
  unchargedTimeType: z.string().optional(),
  isUnchargedTimeUnpaid: z.boolean().optional(),
  dateEntered: z.string().optional(),
  currency: z.string().optional(),
});

export function toTimeEntryItem(entry: TimeEntry): z.output<typeof timeEntryItem> {
  return known({
    timeEntryId: entry.timeEntryId,
    user: text(entry.user),
    userId: integer(entry.userId),
    startTime: text(entry.startTime),
    endTime: text(entry.endTime),
    paidHours: number(entry.paidDuration),
    // Zero for nearly every entry, and then of no interest.
    unchargedHours: number(entry.unchargedTimeDuration) || undefined,
    jobNo: text(entry.jobNo),
    jobId: integer(entry.jobId),
    phase: text(entry.jobPhaseTitle),
    workDescription: text(entry.workDescription),
  });
}

export function toTimeEntryRecord(entry: TimeEntry, currency?: string): z.output<typeof timeEntryRecord> {
  return known({
    ...toTimeEntryItem(entry),
    jobPhaseId: integer(entry.jobPhaseId),
    phaseDetails: text(entry.jobPhaseDetails),
    isLocked: flag(entry.isLocked),
    payRate: number(entry.payRate),
    chargeOutRate: number(entry.chargeOutRate),
    unchargedTimeStart: text(entry.unchargedTimeStart),
    unchargedTimeType: text(entry.unchargedTimeType),
    isUnchargedTimeUnpaid: flag(entry.isUnchargedTimeUnpaid),
    dateEntered: text(entry.dateEntered),
    currency,
  });
}
