import { z } from 'zod';
import * as p from '../shared/params.ts';

const amount = z.number().min(0, 'must not be negative');

/** The fields of stock on hand as the write tools take them. */
export const stockFields = {
  itemDescription: p.text('What it is.', 255).optional(),
  itemPrice: amount.optional().describe('Charged for one.'),
  itemCost: amount.optional().describe('Paid for one.'),
  itemQuantity: z.number().positive('must be above 0'),
  salesAccountId: p.id('sales account').optional(),
};

/** The next step after a phase that is not there. */
export function stockPhaseNotFound(jobPhaseId: number): string {
  return `There is no phase ${jobPhaseId}. Phases and their ids come from list-phases.`;
}

/** The next step after stock that is not there. */
export function stockNotFound(stockOnHandId: number, jobPhaseId: number): string {
  return `Phase ${jobPhaseId} has no stock on hand ${stockOnHandId}, or does not exist. See what it has with list-stock-on-hand.`;
}
