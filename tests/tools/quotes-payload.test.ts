import { describe, expect, test } from 'vitest';
import type { QuoteSection } from '../../src/fergus/types/quotes.ts';
import { toSectionPayload } from '../../src/tools/quotes/quote-payload.ts';

const config = {
  showAllLineItems: true,
  showPrices: false,
  showTotals: true,
  showSummary: null,
  showQuantities: true,
};

/** Every field that the wire has, each with a value of its own. */
const full: QuoteSection = {
  sectionId: 11,
  name: ' Bathroom ',
  sortOrder: 3,
  parentSectionId: 0,
  description: 'Two lines\n with blanks ',
  selectionMode: 'Fixed',
  sectionConfig: config,
  lineItems: [
    {
      quoteLineItemId: 21,
      priceBookLineItemId: 31,
      itemName: 'Mixer tap ',
      itemQuantity: 2.5,
      itemPrice: 279.95,
      itemRrp: 300,
      itemCost: 186,
      salesAccountId: 41,
      isLabour: false,
      sortOrder: 7,
      discountRate: 12.5,
      isCombined: true,
      combinedItemId: 51,
      combinedItemName: 'Tap set',
    },
    {
      quoteLineItemId: 22,
      priceBookLineItemId: null,
      itemName: 'Plumber',
      itemQuantity: 0,
      itemPrice: 0,
      itemRrp: null,
      itemCost: 0,
      // Fergus takes one of the two only.
      salesAccountId: 42,
      isLabour: true,
      sortOrder: 0,
      discountRate: 0,
      isCombined: false,
      combinedItemId: null,
      combinedItemName: null,
    },
  ],
  sections: [{ sectionId: 12, name: 'Shower', sortOrder: 1, parentSectionId: 11, selectionMode: 'Fixed' }],
};

describe('toSectionPayload', () => {
  test('carries every field that the payload has a place for, zeros and blanks included', () => {
    expect(JSON.parse(JSON.stringify(toSectionPayload(full)))).toEqual({
      name: ' Bathroom ',
      description: 'Two lines\n with blanks ',
      sortOrder: 3,
      parentSectionId: 0,
      lineItems: [
        {
          quoteLineItemId: 21,
          priceBookLineItemId: 31,
          itemName: 'Mixer tap ',
          itemQuantity: 2.5,
          itemPrice: 279.95,
          itemCost: 186,
          salesAccountId: 41,
          discountRate: 12.5,
          sortOrder: 7,
          isCombined: true,
          combinedItemName: 'Tap set',
        },
        {
          quoteLineItemId: 22,
          itemName: 'Plumber',
          itemQuantity: 0,
          itemPrice: 0,
          itemCost: 0,
          isLabour: true,
          discountRate: 0,
          sortOrder: 0,
          isCombined: false,
        },
      ],
      sections: [{ name: 'Shower', sortOrder: 1, parentSectionId: 11, lineItems: [], sections: [] }],
    });
  });

  test('leaves out what is null instead of sending it', () => {
    const bare: QuoteSection = {
      sectionId: 1,
      name: null,
      description: null,
      sortOrder: null,
      parentSectionId: null,
      lineItems: [{ quoteLineItemId: 2, itemName: null, itemPrice: null, salesAccountId: 5, isLabour: null }],
      sections: null,
    };
    expect(JSON.parse(JSON.stringify(toSectionPayload(bare)))).toEqual({
      name: '',
      lineItems: [{ quoteLineItemId: 2, salesAccountId: 5 }],
      sections: [],
    });
  });
});
