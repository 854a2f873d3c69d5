import { z } from 'zod';
import { getPricebook as fetchPricebook } from '../../fergus/endpoints/pricebooks.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { pricebookRecord, toPricebookRecord } from './pricebook-view.ts';

export const getPricebook = defineTool({
  name: 'get-pricebook',
  title: 'Get a pricebook',
  description: 'One pricebook with its supplier and number of items.',
  toolset: 'pricebooks',
  everyday: false,
  access: 'read',
  input: z.object({ pricebookId: p.id('pricebook') }),
  output: pricebookRecord,
  async handler({ pricebookId }, { fergus, company }) {
    const [book, profile] = await Promise.all([fetchPricebook(fergus, pricebookId), company()]);
    return { structured: toPricebookRecord(book, profile) };
  },
  hints: ({ pricebookId }) => ({ 'not-found': pricebookNotFound(pricebookId) }),
});

/** The next step after a pricebook id that leads nowhere. */
export function pricebookNotFound(pricebookId: number): string {
  return `There is no pricebook ${pricebookId}. Look for it with list-pricebooks.`;
}
