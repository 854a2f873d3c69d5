import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
beforeAll(async () => {
  world = await startJobWorld();
});
afterAll(() => world.sandbox.close());

describe('sections', () => {
  const labour = { itemName: 'Fitting', itemQuantity: 2, itemPrice: 100, isLabour: true };

  async function sectionsOf(fields: unknown[]): Promise<Record<string, unknown>[]> {
    const id = await world.createQuote(await world.createJob(), { sections: fields });
    return (await world.send('GET', `/jobs/quotes/${id}`)).data.sections as Record<string, unknown>[];
  }

  test('lie inside each other and name their parent', async () => {
    const [outer] = await sectionsOf([
      { name: 'Bathroom', sections: [{ name: 'Shower', sections: [{ name: 'Tray', lineItems: [labour] }] }] },
    ]);
    expect(outer).toMatchObject({
      name: 'Bathroom',
      parentSectionId: 0,
      selectionMode: 'Fixed',
      sections: [
        {
          name: 'Shower',
          parentSectionId: outer?.sectionId,
          sections: [
            { name: 'Tray', lineItems: [{ itemName: 'Fitting', isLabour: true, salesAccountId: null }] },
          ],
        },
      ],
    });
  });

  test('are put in their sort order', async () => {
    const sections = await sectionsOf([
      { name: 'Last', sortOrder: 9 },
      {
        name: 'First',
        sortOrder: 2,
        lineItems: [
          { ...labour, sortOrder: 5 },
          { ...labour, itemName: 'Travel', sortOrder: 1 },
        ],
      },
    ]);
    expect(sections).toMatchObject([
      { name: 'First', lineItems: [{ itemName: 'Travel' }, { itemName: 'Fitting' }] },
      { name: 'Last' },
    ]);
  });

  test('multiply the quantities of their lines', async () => {
    const sections = await sectionsOf([
      { name: 'Rooms', sectionLineItemMultiplier: 3, lineItems: [labour, { isLabour: true }] },
    ]);
    expect(sections).toMatchObject([
      { lineItems: [{ itemQuantity: 6 }, { itemQuantity: 3, itemPrice: 0, itemCost: 0, itemName: null }] },
    ]);
  });

  test('take name and list price of a pricebook line from the pricebook', async () => {
    const [item] = world.business.pricebookItems.values();
    const { salesAccountId } = world;
    const sections = await sectionsOf([
      { name: 'Parts', lineItems: [{ priceBookLineItemId: item?.id, salesAccountId, itemPrice: 5 }] },
    ]);
    expect(sections).toMatchObject([
      { lineItems: [{ itemName: item?.name, itemRrp: item?.retailPrice, itemPrice: 5, salesAccountId }] },
    ]);
  });

  test('bring in a favourite’s lines, plain, multiplied or combined', async () => {
    const favourite = [...world.business.favouritesSections.values()].find(
      ({ lineItems }) =>
        lineItems.length > 1 && lineItems.some(({ priceBookLineItemId }) => priceBookLineItemId),
    );
    if (favourite === undefined) throw new Error('The seeded business has no favourite with a product.');
    const { id: value, name, lineItems } = favourite;
    const sections = await sectionsOf([
      { name: 'Plain', favouriteSectionId: value },
      {
        name: 'Multiplied',
        favouriteSectionId: { value, lineItemMultiplier: 2 },
        sectionLineItemMultiplier: 5,
      },
      { name: 'Several', favouriteSectionIds: [value, value] },
      { name: 'Combined', favouriteSectionIds: [{ value, combined: true }] },
    ]);
    const names = lineItems.map(({ itemName }) => itemName);
    const listed = sections.map((section) => section.lineItems as Record<string, unknown>[]);
    const [plain, multiplied, several, combined] = listed;
    expect(plain?.map(({ itemName }) => itemName)).toEqual(names);
    expect(plain?.map(({ itemPrice }) => itemPrice)).toEqual(lineItems.map(({ itemPrice }) => itemPrice));
    expect(multiplied?.map(({ itemQuantity }) => itemQuantity)).toEqual(
      lineItems.map(({ itemQuantity }) => expect.closeTo(itemQuantity * 10, 2)),
    );
    expect(several?.map(({ itemName }) => itemName)).toEqual([...names, ...names]);
    expect(combined).toMatchObject(names.map(() => ({ isCombined: true, combinedItemName: name })));
    // Every line keeps the rule for lines: an account, or labour.
    for (const line of listed.flat()) expect(line.salesAccountId === null).toBe(line.isLabour);
    expect(plain?.some(({ isLabour }) => isLabour === false)).toBe(true);
  });

  test('list the parents of combined lines on demand', async () => {
    const jobId = await world.createJob();
    const shower = { ...labour, isCombined: true, combinedItemName: 'Shower, fitted', itemCost: 60 };
    const lineItems = [shower, { ...shower, itemQuantity: 1, discountRate: 50 }, labour];
    const id = await world.createQuote(jobId, {
      sections: [{ name: 'Bathroom', lineItems, sections: [{ name: 'Inner', lineItems }] }],
    });
    const { data } = await world.send('GET', `/jobs/quotes/${id}`);
    const guidPath = `/jobs/quotes/guid/${data.guid}`;
    expect((await world.send('GET', guidPath)).data).toEqual(data);
    const parent = {
      itemName: 'Shower, fitted',
      itemQuantity: 1,
      itemPrice: 250,
      itemCost: 180,
      isCombined: true,
      combinedItemId: null,
    };
    const fitting = { itemName: 'Fitting' };
    const listed = [parent, fitting, fitting, fitting];
    const withParents = { sections: [{ lineItems: listed, sections: [{ lineItems: listed }] }] };
    const query = '?includeCombinedItemParents=true';
    expect((await world.send('GET', guidPath + query)).data).toMatchObject(withParents);
    expect((await world.send('GET', `/jobs/${jobId}/quotes${query}`)).items).toMatchObject([withParents]);
  });

  test.each([
    ['a line with neither account nor labour', [{ name: 'A', lineItems: [{ itemPrice: 5 }] }], 'exactly one'],
    ['a line that says labour is false', [{ name: 'A', lineItems: [{ isLabour: false }] }], 'exactly one'],
    [
      'a line with both',
      [{ name: 'A', lineItems: [{ isLabour: true, salesAccountId: 1 }] }],
      'body/sections/0/lineItems/0',
    ],
    [
      'the same deep inside',
      [{ name: 'A', sections: [{ name: 'B', lineItems: [{}] }] }],
      'sections/0/lineItems/0',
    ],
    [
      'an unknown account',
      [{ name: 'A', lineItems: [{ salesAccountId: 99_999_999 }] }],
      'Sales account 99999999',
    ],
    [
      'an unknown pricebook item',
      [{ name: 'A', lineItems: [{ isLabour: true, priceBookLineItemId: 99_999_999 }] }],
      'Pricebook item 99999999',
    ],
    ['an unknown favourite', [{ name: 'A', favouriteSectionId: 99_999_999 }], 'Favourite section 99999999'],
    [
      'a combined line without the name',
      [{ name: 'A', lineItems: [{ isLabour: true, isCombined: true }] }],
      'combinedItemName',
    ],
    ['a parent that is not there', [{ name: 'A', parentSectionId: 5 }], 'parent section 5'],
    ['a section without a name', [{ lineItems: [] }], 'body/sections/0/name'],
  ])('refuse %s', async (_what, sections, message) => {
    const jobId = await world.createJob();
    const body = { title: 'Cylinder', dueDays: 30, sections };
    expect(await world.send('POST', `/jobs/${jobId}/quotes`, body)).toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
    expect(await world.idsOf(`/jobs/${jobId}/quotes`)).toEqual([]);
  });
});
