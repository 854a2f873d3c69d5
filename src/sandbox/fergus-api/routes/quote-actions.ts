import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import { z } from 'zod';
import type { Business, Quote, QuoteDeposit } from '../business.ts';
import {
  ApiError,
  businessOf,
  existing,
  noContent,
  parseBody,
  pathId,
  queryDateTime,
  sendOne,
} from '../http.ts';
import { applyQuoteChange, type QuoteState, quotesOf, stateOf } from './quote-state.ts';
import { checkSectionIds, hasChoices, quoteTotals } from './quote-totals.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const sectionIds = z.array(z.number().int()).optional();

const acceptBody = z.object({
  acceptedBy: z.string().regex(/\S/, 'must not be blank'),
  acceptedAt: queryDateTime.optional(),
  selectedSectionIds: sectionIds,
});

const declineBody = z.object({
  declinedAt: queryDateTime.optional(),
  reasonNotes: z.string().optional(),
  rejectedBy: z.string().optional(),
});

/** Adds what moves a quote from state to state, and the totals: `POST /jobs/quotes/:quoteId/…`. */
export function addQuoteActions(router: Router): void {
  router.post('/jobs/quotes/:quoteId/publish', (req, res) => {
    const { publishedAt } = parseBody(req, z.object({ publishedAt: queryDateTime.optional() }));
    const quote = quoteIn(req, ['draft'], 'published');
    publish(businessOf(req), quote, publishedAt ?? businessOf(req).now());
    finish(req, quote);
    noContent(res);
  });

  router.post('/jobs/quotes/:quoteId/markAsSent', (req, res) => {
    const { isSent } = parseBody(req, z.object({ isSent: z.boolean().default(true) }));
    const quote = quoteIn(req, ['published', 'sent'], 'marked as sent');
    quote.isSent = isSent;
    finish(req, quote);
    noContent(res);
  });

  router.post('/jobs/quotes/:quoteId/accept', (req, res) => {
    const { acceptedBy, acceptedAt, selectedSectionIds } = parseBody(req, acceptBody);
    const quote = quoteIn(req, ['published', 'sent'], 'accepted');
    if (selectedSectionIds === undefined && hasChoices(quote)) {
      throw new ApiError(400, 'body/selectedSectionIds: required, the quote has optional sections');
    }
    checkSectionIds(quote, selectedSectionIds ?? []);
    quote.isAccepted = true;
    quote.acceptedBy = acceptedBy;
    quote.acceptedAt = (acceptedAt ?? businessOf(req).now()).toISOString();
    quote.selectedSectionIds = selectedSectionIds ?? [];
    finish(req, quote);
    if (quote.deposit === null) {
      noContent(res);
      return;
    }
    const { id, versionNumber, jobId, guid } = quote;
    sendOne(res, { id, versionNumber, jobId, guid, depositPaymentUrl: depositUrl(quote.deposit) });
  });

  router.post('/jobs/quotes/:quoteId/decline', (req, res) => {
    const { declinedAt, rejectedBy, reasonNotes } = parseBody(req, declineBody);
    const quote = quoteIn(req, ['published', 'sent'], 'declined');
    quote.declinedAt = (declinedAt ?? businessOf(req).now()).toISOString();
    quote.rejectedBy = rejectedBy ?? null;
    quote.rejectionNotes = reasonNotes ?? null;
    finish(req, quote);
    noContent(res);
  });

  router.post('/jobs/quotes/:quoteId/void', (req, res) => {
    const { voidedAt } = parseBody(req, z.object({ voidedAt: queryDateTime.optional() }));
    const notVoided = ['draft', 'published', 'sent', 'accepted', 'declined', 'superseded'] as const;
    const quote = quoteIn(req, notVoided, 'voided');
    quote.voidedAt = (voidedAt ?? businessOf(req).now()).toISOString();
    quote.isLocked = true;
    finish(req, quote);
    noContent(res);
  });

  router.post('/jobs/quotes/:quoteId/totals', (req, res) => {
    const { selectedSectionIds } = parseBody(req, z.object({ selectedSectionIds: sectionIds }));
    const quote = quoteAt(req);
    const selected = selectedSectionIds ?? quote.selectedSectionIds;
    checkSectionIds(quote, selected);
    sendOne(res, quoteTotals(businessOf(req), quote, selected));
  });
}

function quoteAt(req: Request): Quote {
  return existing(businessOf(req).quotes, pathId(req, 'quoteId'), 'Quote');
}

/** @throws ApiError 400 when the quote is in none of the states that the action wants. */
function quoteIn(req: Request, states: readonly QuoteState[], action: string): Quote {
  const quote = quoteAt(req);
  const state = stateOf(quote);
  if (!states.includes(state)) {
    throw new ApiError(400, `Quote ${quote.id} is ${state} and cannot be ${action}`);
  }
  return quote;
}

/** Where the deposit is paid. The invoice for it is made when the quote is accepted. */
function depositUrl(deposit: QuoteDeposit): string {
  deposit.invoiceGuid ??= randomUUID();
  deposit.invoiceUrl ??= `https://pay.fergus.example/invoices/${deposit.invoiceGuid}`;
  return deposit.invoiceUrl;
}

/** Publishing takes the place of earlier versions that nobody has answered. */
function publish(business: Business, quote: Quote, at: Date): void {
  quote.publishedAt = at.toISOString();
  quote.quoteDate = quote.publishedAt;
  if (quote.dueDays !== null) {
    quote.dueDate = new Date(at.getTime() + Number(quote.dueDays) * DAY_MS).toISOString();
  }
  quote.isLocked = true;
  for (const earlier of quotesOf(business, quote.jobId)) {
    const isOpen = ['draft', 'published', 'sent'].includes(stateOf(earlier));
    if (earlier.versionNumber >= quote.versionNumber || !isOpen) continue;
    earlier.isSuperseded = true;
    earlier.isLocked = true;
    earlier.lastModified = business.now().toISOString();
  }
}

function finish(req: Request, quote: Quote): void {
  const business = businessOf(req);
  applyQuoteChange(business, quote, existing(business.jobs, quote.jobId, 'Job'));
}
