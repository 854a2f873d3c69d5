import { type FergusApi, type Page, type PageQuery, path } from '../api.ts';
import type {
  Pricebook,
  PricebookItem,
  PricebookItemQuery,
  PricebookSearchItem,
  PricebookSearchPayload,
  PricebooksQuery,
} from '../types/pricebooks.ts';

/** `GET /pricebooks`: the pricebooks of the suppliers. */
export function listPricebooks(api: FergusApi, query: PricebooksQuery = {}): Promise<Page<Pricebook>> {
  return api.page({ method: 'GET', path: path`/pricebooks`, query: { ...query } });
}

/** `POST /pricebooks/search`: items of all pricebooks, the best match first. It changes nothing. */
export function searchPricebooks(
  api: FergusApi,
  payload: PricebookSearchPayload,
  query: PageQuery = {},
): Promise<Page<PricebookSearchItem>> {
  return api.page({
    method: 'POST',
    path: path`/pricebooks/search`,
    query: { ...query },
    body: payload,
    safe: true,
  });
}

/** `GET /pricebooks/{id}`. */
export function getPricebook(api: FergusApi, pricebookId: number): Promise<Pricebook> {
  return api.one({ method: 'GET', path: path`/pricebooks/${pricebookId}` });
}

/** `GET /pricebooks/{id}/pricebookItems`. */
export function listPricebookItems(
  api: FergusApi,
  pricebookId: number,
  query: PageQuery = {},
): Promise<Page<PricebookItem>> {
  return api.page({
    method: 'GET',
    path: path`/pricebooks/${pricebookId}/pricebookItems`,
    query: { ...query },
  });
}

/** `GET /pricebooks/{id}/pricebookItems/{pricebookItemId}`: with its price in one tier or in all of them. */
export function getPricebookItem(
  api: FergusApi,
  pricebookId: number,
  pricebookItemId: number,
  query: PricebookItemQuery = {},
): Promise<PricebookItem> {
  return api.one({
    method: 'GET',
    path: path`/pricebooks/${pricebookId}/pricebookItems/${pricebookItemId}`,
    query: { ...query },
  });
}
