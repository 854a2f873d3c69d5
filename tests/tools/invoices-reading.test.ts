import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getInvoice } from '../../src/tools/invoices/get-invoice.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const stored = () => [...harness.sandbox.businesses.main.invoices.values()];
const requests = () => harness.sandbox.requests;

describe('get-invoice', () => {
  test('shows sections and lines, which come to the subtotal', async () => {
    for (const invoice of stored()) {
      const { structured } = await harness.call(getInvoice, { invoiceId: invoice.id });
      const sections = structured.sections as Array<{
        subtotal: number;
        lineItems: Array<{ amount: number }>;
      }>;
      const sum = sections.reduce((total, { subtotal }) => total + Math.round(subtotal * 100), 0);
      expect(sum).toBe(Math.round(invoice.subtotal * 100));
      for (const { subtotal, lineItems } of sections) {
        const lines = lineItems.reduce((total, { amount }) => total + Math.round(amount * 100), 0);
        expect(lines).toBe(Math.round(subtotal * 100));
      }
      expect(structured).toMatchObject({
        invoiceId: invoice.id,
        customer: harness.sandbox.businesses.main.customers.get(invoice.customerId)?.customerFullName,
        subtotal: invoice.subtotal,
        taxValue: invoice.taxValue,
        currency: 'NZD',
      });
    }
  });

  test('shows sections inside others as rows of their own', async () => {
    const [invoice] = stored();
    const [outer] = invoice?.sections ?? [];
    const line = { ...outer?.lineItems[0], itemQuantity: 3, itemPrice: 0.335, discountRate: 10 };
    const inner = { ...outer, sectionId: 77, name: 'Inner', lineItems: [line], sections: [] };
    Object.assign(outer ?? {}, { sections: [{ ...inner, parentSectionId: outer?.sectionId }] });
    const { structured } = await harness.call(getInvoice, { invoiceId: invoice?.id });
    const sections = structured.sections as Array<Record<string, unknown>>;
    expect(sections.map(({ sectionId }) => sectionId)).toEqual([outer?.sectionId, 77]);
    expect(sections[0]).not.toHaveProperty('parentSectionId');
    // 1.005 rounds to 1.01, 0.1005 to 0.10.
    expect(sections[1]).toMatchObject({
      parentSectionId: outer?.sectionId,
      name: 'Inner',
      subtotal: 0.91,
      lineItems: [{ itemQuantity: 3, itemPrice: 0.335, discountRate: 10, amount: 0.91 }],
    });
  });

  test('stands an answer of which nothing is as expected', async () => {
    const data = { id: 5, subtotal: 'x', totalPaid: {}, dueDate: 'soon', sections: [{ lineItems: [{}] }] };
    harness.sandbox.faults.order({
      kind: 'status',
      path: '/customerInvoices/5',
      status: 200,
      body: { data },
    });
    const { structured } = await harness.call(getInvoice, { invoiceId: 5 });
    expect(structured).toEqual({
      invoiceId: 5,
      sections: [{ subtotal: 0, lineItems: [{ amount: 0 }] }],
      currency: 'NZD',
    });
  });

  test('is not found, and wants a proper id', async () => {
    await expect(harness.call(getInvoice, { invoiceId: 1 })).rejects.toMatchObject({ kind: 'not-found' });
    expect(getInvoice.hintsFor({ invoiceId: 1 })['not-found']).toContain('list-invoices');
    requests().length = 0;
    expect(await refusalOf(harness.call(getInvoice, { invoiceId: 'INV-2041' }))).toContain('invoiceId');
    expect(requests()).toEqual([]);
  });
});
