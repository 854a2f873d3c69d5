import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import { linesOf } from '../amounts.ts';
import type { Job, Quote } from '../business.ts';
import {
  ApiError,
  businessOf,
  existing,
  parseBody,
  parseQuery,
  pathId,
  queryBoolean,
  queryDateTime,
  type Routes,
  sendOne,
  sendPage,
} from '../http.ts';
import { jobAt } from './lookups.ts';
import { addQuoteActions } from './quote-actions.ts';
import { buildSections, sectionPayload } from './quote-sections.ts';
import { applyQuoteChange, matchesFilter, QUOTE_FILTERS, quotesOf, stateOf } from './quote-state.ts';
import { quoteHeadView, quoteView } from './quote-view.ts';

const filterStatus = z.enum(QUOTE_FILTERS).optional();

const allQuotesQuery = z.object({
  filterStatus,
  createdAfter: queryDateTime.optional(),
  modifiedAfter: queryDateTime.optional(),
});

const contentsQuery = z.object({ includeCombinedItemParents: queryBoolean.optional() });

const createBody = z.object({
  title: z.string().regex(/\S/, 'must not be blank'),
  description: z.string().optional(),
  dueDays: z.number().min(7).max(180),
  versionNumber: z.number().int().min(1).nullish(),
  sections: z.array(sectionPayload),
});

const updateBody = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  sections: z.array(sectionPayload),
});

export const quoteRoutes: Routes = (router) => {
  router.get('/jobs/quotes', (req, res) => {
    const { createdAfter, modifiedAfter, ...query } = parseQuery(req, allQuotesQuery);
    if (createdAfter !== undefined && modifiedAfter !== undefined) {
      throw new ApiError(400, 'querystring: createdAfter and modifiedAfter cannot be used together');
    }
    const quotes = [...businessOf(req).quotes.values()].filter(
      (quote) =>
        matchesFilter(quote, query.filterStatus) &&
        (createdAfter === undefined || new Date(quote.createdAt) > createdAfter) &&
        (modifiedAfter === undefined || new Date(quote.lastModified) > modifiedAfter),
    );
    const field = createdAfter === undefined ? 'lastModified' : 'createdAt';
    const isPolled = createdAfter !== undefined || modifiedAfter !== undefined;
    sendPage(req, res, quotes, {
      sortKeys: {
        createdAt: (quote) => quote.createdAt,
        id: (quote) => quote.id,
        lastModified: (quote) => quote.lastModified,
      },
      compoundFor: ['createdAt', 'lastModified'],
      sortOverride: isPolled ? { field, order: 'asc' } : undefined,
      present: (quote) => quoteHeadView(req, quote),
    });
  });

  router.get('/jobs/quotes/guid/:guid', (req, res) => {
    const { includeCombinedItemParents } = parseQuery(req, contentsQuery);
    const guid = String(req.params.guid);
    const quote = [...businessOf(req).quotes.values()].find((candidate) => candidate.guid === guid);
    if (quote === undefined) throw new ApiError(404, `Quote ${guid} not found`);
    sendOne(res, quoteView(req, quote, includeCombinedItemParents));
  });

  router.get('/jobs/quotes/:quoteId', (req, res) => {
    sendOne(res, quoteView(req, existing(businessOf(req).quotes, pathId(req, 'quoteId'), 'Quote')));
  });

  addQuoteActions(router);

  router.get('/jobs/:jobId/quotes', (req, res) => {
    const job = jobAt(req);
    const query = parseQuery(req, contentsQuery.extend({ filterStatus }));
    const quotes = quotesOf(businessOf(req), job.id).filter((quote) =>
      matchesFilter(quote, query.filterStatus),
    );
    sendPage(req, res, quotes, {
      sortKeys: { versionNumber: (quote) => quote.versionNumber, id: (quote) => quote.id },
      present: (quote) => quoteView(req, quote, query.includeCombinedItemParents),
    });
  });

  router.post('/jobs/:jobId/quotes', (req, res) => {
    const quote = createQuote(req, jobAt(req));
    sendOne(res, quoteView(req, quote), 201);
  });

  router.put('/jobs/:jobId/quotes/version/:versionNumber', (req, res) => {
    const job = jobAt(req);
    const versionNumber = pathId(req, 'versionNumber');
    const quote = quotesOf(businessOf(req), job.id).find(
      (version) => version.versionNumber === versionNumber,
    );
    if (quote === undefined) throw new ApiError(404, `Version ${versionNumber} of the quote not found`);
    replaceContents(req, quote, job);
    sendOne(res, quoteView(req, quote));
  });

  router.get('/jobs/:jobId/quotes/:quoteId', (req, res) => {
    sendOne(res, quoteView(req, quoteAt(req)));
  });

  router.put('/jobs/:jobId/quotes/:quoteId', (req, res) => {
    const quote = quoteAt(req);
    replaceContents(req, quote, jobAt(req));
    sendOne(res, quoteView(req, quote));
  });
};

/** @throws ApiError 404 also for a quote of another job. */
function quoteAt(req: Request): Quote {
  const ofJob = quotesOf(businessOf(req), jobAt(req).id);
  return existing(new Map(ofJob.map((quote) => [quote.id, quote])), pathId(req, 'quoteId'), 'Quote');
}

/** Stores a draft from the request's body. */
function createQuote(req: Request, job: Job): Quote {
  const business = businessOf(req);
  const body = parseBody(req, createBody);
  const taken = quotesOf(business, job.id).map(({ versionNumber }) => versionNumber);
  const versionNumber = body.versionNumber ?? Math.max(0, ...taken) + 1;
  if (taken.includes(versionNumber)) {
    throw new ApiError(400, `body/versionNumber: version ${versionNumber} exists on ${job.jobNo} already`);
  }
  const sections = buildSections(business, body.sections);
  const now = business.now().toISOString();
  const quote: Quote = {
    id: business.nextId(),
    versionNumber,
    jobId: job.id,
    guid: randomUUID(),
    title: body.title,
    description: body.description ?? null,
    footerText: null,
    quoteDate: null,
    isSent: false,
    isAccepted: false,
    isSuperseded: false,
    isLocked: false,
    createdAt: now,
    lastModified: now,
    publishedAt: null,
    dueDate: null,
    declinedAt: null,
    voidedAt: null,
    dueDays: String(body.dueDays),
    acceptedBy: null,
    sections,
    deposit: null,
    acceptedAt: null,
    selectedSectionIds: [],
    rejectedBy: null,
    rejectionNotes: null,
  };
  business.quotes.set(quote.id, quote);
  applyQuoteChange(business, quote, job);
  return quote;
}

/** Replaces a draft's texts and all of its sections by the request's body. */
function replaceContents(req: Request, quote: Quote, job: Job): void {
  const business = businessOf(req);
  const { title, description, sections } = parseBody(req, updateBody);
  const state = stateOf(quote);
  if (state !== 'draft') throw new ApiError(400, `Quote ${quote.id} is ${state}: only drafts can be updated`);
  if (title === undefined || description === undefined) {
    throw new ApiError(500, 'Quote could not be updated: title and description must not be undefined');
  }
  const lineIds = quote.sections.flatMap(linesOf).map(({ quoteLineItemId }) => quoteLineItemId);
  quote.sections = buildSections(business, sections, new Set(lineIds));
  quote.title = title;
  quote.description = description;
  applyQuoteChange(business, quote, job);
}
