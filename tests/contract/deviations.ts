/** Something that we do, or that the sandbox answers, knowingly against the contract. */
export interface Deviation {
  readonly operation: string;
  readonly side: 'request' | 'answer';
  /** As the findings have it, with `*` for a position in a list. */
  readonly pointer: string;
  readonly message: string;
  /** Why it is right all the same. */
  readonly reason: string;
}

/** All of them. One that no longer occurs fails the tests, so that none outlives its reason. */
export const KNOWN_DEVIATIONS: readonly Deviation[] = [
  {
    operation: 'PUT /jobs/{jobId}',
    side: 'request',
    pointer: '/body/jobType',
    message: 'is not known to the document',
    reason: 'live calls want the type of the draft again with every update',
  },
  {
    operation: 'PUT /jobs/{jobId}/finalise',
    side: 'request',
    pointer: '/body',
    message: 'is there, and the document has none',
    reason: 'live calls send an empty object',
  },
];

/** Something that the contract offers, and that neither our calls nor the sandbox make use of. */
export interface KnownAddition {
  /** The line that the comparison has for it. */
  readonly line: string;
  readonly reason: string;
}

const QUOTE_BODY = '#/paths/~1jobs~1{jobId}~1quotes/post/requestBody/content/application~1json/schema';
const NOTE_BODY = '#/paths/~1notes/post/requestBody/content/application~1json/schema';

/** All of them; as above, none may outlive its reason. */
export const KNOWN_ADDITIONS: readonly KnownAddition[] = [
  {
    line: `requests may also carry ${QUOTE_BODY}/properties/sections/items/properties/lineItems/items/properties/quoteLineItemId`,
    reason: 'it names the line to keep, and a new quote has none',
  },
  {
    line: 'requests may also carry #/components/schemas/UpsertQuoteSection/properties/lineItems/items/properties/quoteLineItemId',
    reason: 'the sample quote has its one line to keep at the top level',
  },
  {
    line: `requests may also carry ${NOTE_BODY}/properties/isPinned`,
    reason: 'it is said to drop the text of the note: a note is pinned by an update',
  },
  {
    line: 'answers may also carry #/components/schemas/AddQuoteResponse/properties/data/properties/deposit',
    reason: 'no request gives a quote a deposit, so a new one has none',
  },
  {
    line: 'answers may also carry #/components/schemas/UpdateQuoteResponse/properties/data/allOf/0/properties/deposit',
    reason: 'drafts of the sandbox have no deposit',
  },
  {
    line: 'answers may also carry #/components/schemas/UpdateQuoteResponse/properties/data/allOf/1/properties/lineItems',
    reason: 'lines stand in sections; what others outside of them are, no source says',
  },
];
