import type { Tool } from '../define-tool.ts';
import { createCalendarEvent } from './create-calendar-event.ts';
import { deleteCalendarEvent } from './delete-calendar-event.ts';
import { getCalendarEvent } from './get-calendar-event.ts';
import { listCalendarEvents } from './list-calendar-events.ts';
import { updateCalendarEvent } from './update-calendar-event.ts';

export const calendarTools: readonly Tool[] = [
  listCalendarEvents,
  getCalendarEvent,
  createCalendarEvent,
  updateCalendarEvent,
  deleteCalendarEvent,
];
