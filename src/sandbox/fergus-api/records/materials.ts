import type { ContactItem, Iso } from './people.ts';

/** Material used on a phase. The totals that the wire shows are quantity times cost and price. */
export interface StockOnHandItem {
  id: number;
  jobId: number;
  jobPhaseId: number;
  itemDescription: string;
  itemCost: number;
  itemPrice: number;
  itemQuantity: number;
  createdBy: number | null;
  dateEntered: Iso;
  lastModified: Iso | null;
  /** Hidden. */
  priceBookLineItemId: number | null;
  /** Hidden. */
  salesAccountId: number | null;
  /** Hidden. */
  isLabour: boolean;
}

/** Has no route of its own: ids of these stand in pricebook items, quote and invoice lines. */
export interface SalesAccount {
  id: number;
  code: string;
  name: string;
  /** Whether lines on it count as materials in `/stockUsed` and in what a job has billed. */
  isMaterials: boolean;
}

export interface Pricebook {
  id: number;
  supplierName: string;
  supplierId: number | null;
  type: 'Standard' | 'Non-Standard' | 'Custom';
  createdAt: Iso;
  lastUpdatedAt: Iso;
  supplierContact: ContactItem[] | null;
}

/** What quote and stock lines call `priceBookLineItemId` is this `id`. */
export interface PricebookItem {
  id: number;
  name: string;
  productCode: string | null;
  priceBookId: number;
  salesAccountId: number | null;
  unitType: string | null;
  costPrice: number;
  retailPrice: number;
  searchValues: string | null;
  updatedAt: Iso;
  supplierSku: string | null;
}

export interface PricingTier {
  id: number;
  name: string;
  isDefault: boolean;
  tierType: string;
  /** In percent on cost; `null` where the tier sells at the retail price. */
  markupRate: number | null;
  createdAt: Iso;
}

export interface FavouritesFolder {
  id: number;
  name: string;
  parentId: number | null;
  createdAt: Iso;
  sortOrder: number;
}

export interface FavouritesLineItem {
  id: number;
  itemName: string;
  itemQuantity: number;
  itemCost: number;
  /** Hidden: counted in the section's `totalItemPrice`. */
  itemPrice: number;
  sortOrder: number;
  salesAccountId: number | null;
  priceBookLineItemId: number | null;
}

export interface FavouritesSection {
  id: number;
  name: string;
  description: string | null;
  folderId: number;
  createdAt: Iso;
  sortOrder: number;
  fixturePrice: number | null;
  lineItems: FavouritesLineItem[];
}
