import type { FergusApi } from '../../src/fergus/api.ts';
import * as calendarEvents from '../../src/fergus/endpoints/calendar-events.ts';
import { createCustomer, getCustomer, updateCustomer } from '../../src/fergus/endpoints/customers.ts';
import { acceptQuote } from '../../src/fergus/endpoints/quotes.ts';
import { createSite, updateSite } from '../../src/fergus/endpoints/sites.ts';
import { createStockOnHand } from '../../src/fergus/endpoints/stock.ts';
import { getUser, updateUser } from '../../src/fergus/endpoints/users.ts';
import { ADDRESS, at, day, PERSON, type SampleIds } from './samples.ts';

/** Calls whose payload or answer takes another form than in the operation's sample call. */
export async function callVariants(api: FergusApi, ids: SampleIds): Promise<void> {
  await createStockOnHand(api, ids.stockPhaseId, {
    priceBookLineItemId: ids.pricebookItemId,
    itemQuantity: 2,
    salesAccountId: ids.salesAccountId,
  });
  await acceptQuote(api, ids.quoteWithDepositId, { acceptedBy: 'Mere Walker' });
  await reviseContactItems(api, ids);
  await arrangeGroup(api, ids);
  await repeatCreations(api, ids);
}

/** Items that exist are named by their id. */
async function reviseContactItems(api: FergusApi, { userId, customerId }: SampleIds): Promise<void> {
  const user = await getUser(api, userId);
  const mobile = user.contactItems?.find(({ contactType }) => contactType === 'mobile');
  const item = { contactType: 'mobile', contactValue: '021 555 0177' } as const;
  await updateUser(api, userId, { contactItems: [{ id: mobile?.id ?? 0, ...item }] });

  const { mainContact, customerFullName } = await getCustomer(api, customerId);
  const [first] = mainContact?.contactItems ?? [];
  await updateCustomer(api, customerId, {
    customerFullName: customerFullName ?? '',
    mainContact: { ...PERSON, contactItems: [{ id: first?.id ?? 0, ...item }] },
  });
}

/** An event that repeats, for one person and then for several. */
async function arrangeGroup(api: FergusApi, { userId, otherUserId, jobId }: SampleIds): Promise<void> {
  const times = { startTime: at(2, 20), endTime: at(2, 21), eventTitle: 'Look at the site' };
  const [event] = await calendarEvents.createCalendarEvent(api, {
    ...times,
    eventType: 'QUOTE',
    jobId,
    userId,
    frequency: 'DAILY',
    repeatEndType: 'ON_DATE',
    repeatEndDate: day(9),
  });
  const eventId = event?.id ?? 0;
  await calendarEvents.updateCalendarEvent(api, eventId, {
    ...times,
    linkedUserIds: [userId, otherUserId],
    frequency: 'DAILY',
    repeatEndType: 'AFTER',
    repeatCount: 2,
    updateAllRecurring: true,
    updateAllGrouped: true,
  });
  await calendarEvents.deleteCalendarEvent(api, eventId, {
    deleteAllRecurring: true,
    deleteAllGrouped: false,
  });
}

/** What exists already is answered with a redirect. */
async function repeatCreations(api: FergusApi, { spareSiteId }: SampleIds): Promise<void> {
  const mainContact = { firstName: 'Ana', lastName: 'Brook' };
  const site = { defaultContact: mainContact, siteAddress: { ...ADDRESS, address1: '30 Kowhai Lane' } };
  const answers = [
    await createCustomer(api, { customerFullName: 'Ana Brook', mainContact }),
    await createCustomer(api, { customerFullName: 'Ana Brook', mainContact }),
    await createSite(api, site),
    await createSite(api, site),
    await updateSite(api, spareSiteId, { siteAddress: site.siteAddress }),
  ];
  const kinds = answers.map(({ kind }) => kind).join(' ');
  if (kinds !== 'created exists created exists exists')
    throw new Error(`Repeated creations answer ${kinds}.`);
}
