import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getQuote } from '../../src/fergus/endpoints/quotes.ts';
import type { Tool } from '../../src/tools/define-tool.ts';
import { acceptQuote } from '../../src/tools/quotes/accept-quote.ts';
import { declineQuote } from '../../src/tools/quotes/decline-quote.ts';
import { markQuoteSent } from '../../src/tools/quotes/mark-quote-sent.ts';
import { publishQuote } from '../../src/tools/quotes/publish-quote.ts';
import { type QuoteState, quoteState } from '../../src/tools/quotes/quote-state.ts';
import { voidQuote } from '../../src/tools/quotes/void-quote.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { FLAGS, givenQuote } from './quote-states.ts';
import { hasOptions, refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const inFergus = (quoteId: number) => getQuote(harness.client.forCall(), quoteId);
const requests = () => harness.sandbox.requests;
const writes = () => requests().filter(({ method }) => method !== 'GET');

/** Spoils the reading after the action, and leaves the one before it alone. */
function spoilReadBack(quoteId: number, answer: { status: number; body?: unknown }): void {
  const read = { method: 'GET', path: `/jobs/quotes/${quoteId}` } as const;
  harness.sandbox.faults.order({ ...read, kind: 'delay', delayMs: 0 });
  harness.sandbox.faults.order({ ...read, ...answer, kind: 'status' });
}

const ACTIONS: ReadonlyArray<{
  tool: Tool;
  args: object;
  from: readonly QuoteState[];
  to: QuoteState;
  path: string;
  body: object;
}> = [
  { tool: publishQuote, args: {}, from: ['draft'], to: 'published', path: 'publish', body: {} },
  {
    tool: markQuoteSent,
    args: {},
    from: ['published'],
    to: 'sent',
    path: 'markAsSent',
    body: { isSent: true },
  },
  {
    tool: acceptQuote,
    args: { acceptedBy: 'Ana Petrov' },
    from: ['published', 'sent'],
    to: 'accepted',
    path: 'accept',
    body: { acceptedBy: 'Ana Petrov' },
  },
  {
    tool: declineQuote,
    args: { reasonNotes: 'Too dear.', rejectedBy: 'Ana' },
    from: ['published', 'sent'],
    to: 'declined',
    path: 'decline',
    body: { reasonNotes: 'Too dear.', rejectedBy: 'Ana' },
  },
  {
    tool: voidQuote,
    args: { confirm: true },
    from: ['draft', 'published', 'sent', 'accepted', 'declined', 'superseded'],
    to: 'voided',
    path: 'void',
    body: {},
  },
];
const STATES = Object.keys(FLAGS) as QuoteState[];
const POSSIBLE = ACTIONS.flatMap((action) => action.from.map((from) => ({ ...action, from })));
const IMPOSSIBLE = ACTIONS.flatMap((action) =>
  STATES.filter((state) => !action.from.includes(state)).map((state) => ({ ...action, state })),
);

describe('an action on a quote', () => {
  test.each(POSSIBLE)('$tool.name takes one that is $from', async ({ tool, args, from, to, path, body }) => {
    const { id, title, versionNumber } = givenQuote(harness, from);
    const { structured } = await harness.call(tool, { quoteId: id, ...args });
    expect(structured).toMatchObject({
      quoteId: id,
      title,
      versionNumber,
      state: to,
      currency: 'NZD',
      timeZone: 'Pacific/Auckland',
    });
    expect(structured).not.toHaveProperty('notice');
    expect(quoteState(await inFergus(id))).toBe(to);
    expect(writes()).toMatchObject([{ method: 'POST', path: `/jobs/quotes/${id}/${path}`, body }]);
  });

  test.each(IMPOSSIBLE)('$tool.name refuses one that is $state', async ({ tool, args, state }) => {
    const { id, versionNumber, jobId } = givenQuote(harness, state);
    const jobNo = harness.sandbox.businesses.main.jobs.get(jobId)?.jobNo.replace(/\D/g, '');
    const message = await refusalOf(harness.call(tool, { quoteId: id, ...args }));
    expect(message).toMatch(/^Nothing was changed: quote/);
    expect(message).toContain(`${id} “`);
    expect(message).toContain(`(version ${versionNumber} of job ${jobNo}) is ${state}`);
    const next = {
      draft: 'publish-quote',
      published: 'mark-quote-sent',
      sent: 'accept-quote',
      accepted: 'create-quote',
      declined: 'create-quote',
      superseded: 'list-quotes',
      voided: 'create-quote',
    }[state];
    expect(message).toContain(next);
    expect(writes()).toEqual([]);
  });

  test.each(ACTIONS)('$tool.name hands on what Fergus says against it', async (action) => {
    const { tool, args, path } = action;
    const { id } = givenQuote(harness, action.from[0] ?? 'draft');
    harness.sandbox.faults.order({
      kind: 'status',
      method: 'POST',
      path: `/jobs/quotes/${id}/${path}`,
      status: 400,
      body: { error: 'Bad Request', message: 'The job is closed', statusCode: 400 },
    });
    await expect(harness.call(tool, { quoteId: id, ...args })).rejects.toMatchObject({
      kind: 'bad-request',
      message: expect.stringContaining('The job is closed'),
    });
    expect(tool.hintsFor({ quoteId: id, ...args })['bad-request']).toContain('get-quote');
    await expect(harness.call(tool, { quoteId: 1, ...args })).rejects.toMatchObject({ kind: 'not-found' });
    expect(tool.hintsFor({ quoteId: 1, ...args })['not-found']).toContain('list-quotes');
  });

  test('does not look failed when the quote cannot be read afterwards', async () => {
    const { id, title } = givenQuote(harness, 'sent');
    spoilReadBack(id, { status: 404 });
    const { structured } = await harness.call(declineQuote, { quoteId: id });
    expect(structured).toMatchObject({ quoteId: id, title, state: 'declined' });
    expect(structured.notice).toMatch(/was declined.*did not show it.*get-quote.*do not repeat/);
    expect(quoteState(await inFergus(id))).toBe('declined');
  });

  test('says so where Fergus takes it but shows another state', async () => {
    const { id } = givenQuote(harness, 'draft');
    const data = await inFergus(id);
    spoilReadBack(id, { status: 200, body: { result: 'success', data } });
    const { structured } = await harness.call(publishQuote, { quoteId: id });
    expect(structured).toMatchObject({ state: 'draft', notice: expect.stringContaining('draft') });
    expect(structured.notice).toContain('get-quote');
  });

  test('with a lost answer names the tool that shows what happened', async () => {
    const { id } = givenQuote(harness, 'draft');
    const path = `/jobs/quotes/${id}/publish`;
    harness.sandbox.faults.order({ kind: 'reset', method: 'POST', path, after: 'after-handling' });
    await expect(harness.call(publishQuote, { quoteId: id })).rejects.toMatchObject({ outcomeUnknown: true });
    expect(publishQuote.verifyWith).toBe('get-quote');
    expect(writes()).toHaveLength(1);
  });

  test.each([
    [publishQuote, { quoteId: '../1' }, 'quoteId'],
    [markQuoteSent, {}, 'quoteId: is required'],
    [acceptQuote, { quoteId: 5 }, 'acceptedBy: is required'],
    [acceptQuote, { quoteId: 5, acceptedBy: ' ' }, 'acceptedBy: must not be empty'],
    [acceptQuote, { quoteId: 5, acceptedBy: 'A', selectedSectionIds: [0] }, 'selectedSectionIds.0'],
    [declineQuote, { quoteId: 5, reason: 'X' }, 'reason: is not an argument here'],
    [voidQuote, { quoteId: 5, confirm: 'yes' }, 'confirm'],
  ] as const)('sends nothing for bad arguments (%#)', async (tool, args, why) => {
    expect(await refusalOf(harness.call(tool, args))).toContain(why);
    expect(requests()).toEqual([]);
  });
});

describe('publish-quote', () => {
  test('shows the days that publishing sets', async () => {
    const { id } = givenQuote(harness, 'draft');
    const { structured } = await harness.call(publishQuote, { quoteId: id });
    expect(structured.publishedAt).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/);
    expect(structured.dueDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});

describe('decline-quote', () => {
  test('needs neither reason nor name', async () => {
    const quote = givenQuote(harness, 'sent');
    await harness.call(declineQuote, { quoteId: quote.id });
    expect(quote).toMatchObject({ rejectedBy: null, rejectionNotes: null });
    Object.assign(quote, FLAGS.sent);
    await harness.call(declineQuote, { quoteId: quote.id, reasonNotes: 'Too dear.', rejectedBy: 'Ana' });
    expect(quote).toMatchObject({ rejectedBy: 'Ana', rejectionNotes: 'Too dear.' });
  });
});

describe('void-quote', () => {
  test('asks with title, version, job, state and amount before it writes', async () => {
    const quote = givenQuote(harness, 'accepted');
    const [section] = quote.sections;
    Object.assign(quote, {
      title: 'Bathroom',
      versionNumber: 3,
      sections: [
        {
          ...section,
          sections: [],
          lineItems: [{ ...section?.lineItems[0], itemQuantity: 2, itemPrice: 617.275, discountRate: null }],
        },
      ],
    });
    const jobNo = harness.sandbox.businesses.main.jobs.get(quote.jobId)?.jobNo.replace(/\D/g, '');
    const message = await refusalOf(harness.call(voidQuote, { quoteId: quote.id }));
    expect(message).toContain(`Void quote ${quote.id} “Bathroom” (version 3 of job ${jobNo})?`);
    expect(message).toContain('It is accepted by Ana Petrov, and comes to 1,234.55 NZD before tax.');
    expect(message).toContain('cannot be undone');
    expect(message).toContain('confirm: true');
    expect(writes()).toEqual([]);
    expect(quote.voidedAt).toBeNull();
  });

  test('mentions options, which the amount leaves out', async () => {
    const quote = givenQuote(harness, 'sent', hasOptions);
    const count = quote.sections.filter(({ selectionMode }) => selectionMode !== 'Fixed').length;
    const message = await refusalOf(harness.call(voidQuote, { quoteId: quote.id }));
    expect(message).toContain(`before tax without its ${count === 1 ? 'one option' : `${count} options`}`);
  });
});
