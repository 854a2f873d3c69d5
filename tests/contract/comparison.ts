import { Additions } from './additions.ts';
import { Conformance } from './conformance.ts';
import { type Deviation, KNOWN_ADDITIONS, KNOWN_DEVIATIONS, type KnownAddition } from './deviations.ts';
import { type Finding, Findings } from './findings.ts';
import type { OpenApiDocument } from './openapi.ts';
import { OPERATIONS } from './operations.ts';
import { operationFor, operationKey } from './path-template.ts';
import type { Recording } from './recording.ts';
import { VOCABULARY } from './vocabulary.ts';
import { listedWords, withWord } from './word-places.ts';

/** How a document and our code differ. */
export interface Comparison {
  /** Our operations that the document lacks, method and path. */
  readonly missing: readonly string[];
  /** The document's operations that no function of ours reaches, method and path. */
  readonly unreached: readonly string[];
  readonly findings: readonly Finding[];
  /** What the document offers and our code does not know, one line each. */
  readonly additions: readonly string[];
  /** Known deviations that were met; they are not among the findings. */
  readonly deviations: readonly Deviation[];
  /** Listed as known, and met no more. */
  readonly outdated: ReadonlyArray<Deviation | KnownAddition>;
}

/** Holds recorded traffic against a document. @throws {UnusableDocument} for schemas that cannot be used. */
export function compare(document: OpenApiDocument, recording: Recording): Comparison {
  const documented = new Map(document.operations.map((operation) => [operationKey(operation), operation]));
  const ours = new Map(OPERATIONS.map((operation) => [operationKey(operation), operation]));
  const conformance = new Conformance(document);
  const findings = new Findings();
  const additions = new Additions(document);

  for (const exchange of recording.exchanges) {
    const operation = operationFor(OPERATIONS, exchange);
    const theirs = operation && documented.get(operationKey(operation));
    if (operation === undefined || theirs === undefined) continue;
    findings.add(nameOf(operation), 'request', conformance.request(theirs, exchange));
    findings.add(nameOf(operation), 'answer', conformance.answer(theirs, exchange));
    additions.note(theirs, exchange);
  }

  const newWords: string[] = [];
  for (const { operation, pointer, words } of VOCABULARY) {
    const theirs = documented.get(operationKey(operation));
    if (theirs === undefined) continue;
    for (const word of words) {
      const faults = conformance.request(theirs, withWord(recording.sampleOf(operation), pointer, word));
      findings.add(
        nameOf(operation),
        'request',
        faults.filter((fault) => fault.pointer === pointer),
      );
    }
    const others = listedWords(document, theirs, pointer).filter((word) => !words.includes(String(word)));
    newWords.push(
      ...others.map((word) => `${nameOf(operation)} ${pointer} also takes ${JSON.stringify(word)}`),
    );
  }

  const deviations = KNOWN_DEVIATIONS.filter((deviation) => findings.remove(deviation));
  const offered = [...newWords, ...additions.lines()];
  const isKnown = (addition: string) => KNOWN_ADDITIONS.some(({ line }) => line === addition);
  return {
    missing: [...ours].filter(([key]) => !documented.has(key)).map(([, operation]) => nameOf(operation)),
    unreached: [...documented].filter(([key]) => !ours.has(key)).map(([, operation]) => nameOf(operation)),
    findings: findings.all(),
    additions: offered.filter((line) => !isKnown(line)),
    deviations,
    outdated: [
      ...KNOWN_DEVIATIONS.filter((deviation) => !deviations.includes(deviation)),
      ...KNOWN_ADDITIONS.filter(({ line }) => !offered.includes(line)),
    ],
  };
}

function nameOf({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path}`;
}
