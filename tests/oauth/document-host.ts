import {
  DocumentFetchError,
  type FetchDocument,
  type FetchedDocument,
} from '../../src/auth/authorization-server/fetch-document.ts';

/** A client's document, with its address as `client_id` unless it says otherwise. */
export type ClientDocument = Readonly<Record<string, unknown>>;

/** Stands for all hosts there are: answers with what a test has put at an address. */
export class DocumentHost {
  /** Every address that was fetched. */
  readonly fetched: string[] = [];
  /** Nothing is answered before this. */
  gate: Promise<void> = Promise.resolve();
  readonly #answers = new Map<string, () => FetchedDocument>();

  /** @throws {DocumentFetchError} where nothing is. */
  readonly fetch: FetchDocument = async ({ href }) => {
    this.fetched.push(href);
    await this.gate;
    const answer = this.#answers.get(href);
    if (!answer) throw new DocumentFetchError('it did not answer within 5 seconds');
    return answer();
  };

  /** Puts a document at an address. @returns the address. */
  put(address: string, document: ClientDocument, about: Partial<FetchedDocument> = {}): string {
    const body = JSON.stringify({ client_id: address, ...document });
    return this.answer(address, { body, ...about });
  }

  answer(address: string, about: Partial<FetchedDocument>): string {
    const answer = { status: 200, contentType: 'application/json', cacheControl: undefined, body: '' };
    this.#answers.set(address, () => ({ ...answer, ...about }));
    return address;
  }

  /** From now on nothing answers at the address. */
  remove(address: string): void {
    this.#answers.delete(address);
  }
}
