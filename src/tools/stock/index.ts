import type { Tool } from '../define-tool.ts';
import { addStockOnHand } from './add-stock-on-hand.ts';
import { deleteStockOnHand } from './delete-stock-on-hand.ts';
import { listStockOnHand } from './list-stock-on-hand.ts';
import { listStockUsed } from './list-stock-used.ts';
import { updateStockOnHand } from './update-stock-on-hand.ts';

export const stockTools: readonly Tool[] = [
  listStockOnHand,
  addStockOnHand,
  updateStockOnHand,
  deleteStockOnHand,
  listStockUsed,
];
