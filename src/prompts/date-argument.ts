import { z } from 'zod';
import type { PromptArgument } from './define-prompt.ts';

/** A calendar day that may be left out. */
export const dateArgument = (name: string, description: string): PromptArgument => ({
  name,
  description,
  required: false,
  check: (value) => (z.iso.date().safeParse(value).success ? undefined : 'must be a date as YYYY-MM-DD'),
});
