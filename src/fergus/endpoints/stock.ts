import { type FergusApi, type Page, path } from '../api.ts';
import type {
  CreateStockOnHandPayload,
  StockOnHandItem,
  StockOnHandQuery,
  StockUsedItem,
  StockUsedQuery,
  UpdateStockOnHandPayload,
} from '../types/stock.ts';

/** `GET /phases/stockOnHand`: stock on hand of all phases. */
export function listStockOnHand(
  api: FergusApi,
  query: StockOnHandQuery = {},
): Promise<Page<StockOnHandItem>> {
  return api.page({ method: 'GET', path: path`/phases/stockOnHand`, query: { ...query } });
}

/** `GET /phases/{jobPhaseId}/stockOnHand`: stock on hand of one phase. */
export function listPhaseStockOnHand(
  api: FergusApi,
  jobPhaseId: number,
  query: StockOnHandQuery = {},
): Promise<Page<StockOnHandItem>> {
  return api.page({ method: 'GET', path: path`/phases/${jobPhaseId}/stockOnHand`, query: { ...query } });
}

/** `POST /phases/{jobPhaseId}/stockOnHand`: adds a pricebook item, or one that the payload describes. */
export function createStockOnHand(
  api: FergusApi,
  jobPhaseId: number,
  payload: CreateStockOnHandPayload,
): Promise<StockOnHandItem> {
  return api.one({ method: 'POST', path: path`/phases/${jobPhaseId}/stockOnHand`, body: payload });
}

/** `PATCH /phases/{jobPhaseId}/stockOnHand/{stockOnHandId}`: changes what the payload names. */
export function updateStockOnHand(
  api: FergusApi,
  jobPhaseId: number,
  stockOnHandId: number,
  payload: UpdateStockOnHandPayload,
): Promise<StockOnHandItem> {
  return api.one({
    method: 'PATCH',
    path: path`/phases/${jobPhaseId}/stockOnHand/${stockOnHandId}`,
    body: payload,
  });
}

/** `DELETE /phases/{jobPhaseId}/stockOnHand/{stockOnHandId}`. */
export function deleteStockOnHand(api: FergusApi, jobPhaseId: number, stockOnHandId: number): Promise<void> {
  return api.done({ method: 'DELETE', path: path`/phases/${jobPhaseId}/stockOnHand/${stockOnHandId}` });
}

/**
 * `GET /stockUsed`: materials that were invoiced to customers, added up by product. Purchase orders and
 * suppliers' invoices are not in it.
 */
export function listStockUsed(api: FergusApi, query: StockUsedQuery = {}): Promise<Page<StockUsedItem>> {
  return api.page({ method: 'GET', path: path`/stockUsed`, query: { ...query } });
}
