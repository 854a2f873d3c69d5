import type { Request } from 'express';
import { z } from 'zod';
import { sum } from '../amounts.ts';
import type { Business, FavouritesFolder, FavouritesSection } from '../business.ts';
import {
  businessOf,
  existing,
  link,
  matchesText,
  parseQuery,
  pathId,
  type Routes,
  sendPage,
} from '../http.ts';

const listQuery = z.object({
  filterSectionName: z.string().optional(),
  filterSearchText: z.string().optional(),
  representation: z.enum(['flat', 'tree']).default('flat'),
});

const sortKeys = {
  sortOrder: (entry: Sortable) => entry.sortOrder,
  name: (entry: Sortable) => entry.name,
  createdAt: (entry: Sortable) => entry.createdAt,
};

interface Sortable {
  readonly sortOrder: number;
  readonly name: string;
  readonly createdAt: string;
}

export const favouriteRoutes: Routes = (router) => {
  router.get('/favourites', (req, res) => {
    const business = businessOf(req);
    const query = parseQuery(req, listQuery);
    const sections = [...business.favouritesSections.values()].filter(
      (section) =>
        matchesText(query.filterSectionName, section.name) &&
        matchesText(
          query.filterSearchText,
          section.name,
          query.representation === 'flat' ? section.description : null,
          ...section.lineItems.map(({ itemName }) => itemName),
        ),
    );
    if (query.representation === 'flat') {
      sendPage(req, res, sections, { sortKeys, present: (section) => flatView(business, section) });
      return;
    }
    const isFiltered = sections.length < business.favouritesSections.size;
    const roots = foldersIn(business, null).filter(
      (folder) => !isFiltered || holdsAny(business, folder, sections),
    );
    sendPage(req, res, roots, { sortKeys, present: (folder) => treeView(req, business, folder, sections) });
  });

  /** The one object that the contract answers without an envelope. */
  router.get('/favourites/:sectionId', (req, res) => {
    const business = businessOf(req);
    const section = existing(business.favouritesSections, pathId(req, 'sectionId'), 'Favourite section');
    const { id, name, description, createdAt, folderId } = section;
    const lineItems = section.lineItems.map(({ itemPrice: _, ...line }) => line);
    res.json({ id, name, description, createdAt, folderId, path: pathOf(business, section), lineItems });
  });
};

function foldersIn(business: Business, parentId: number | null): FavouritesFolder[] {
  return [...business.favouritesFolders.values()]
    .filter((folder) => folder.parentId === parentId)
    .sort((a, b) => a.sortOrder - b.sortOrder);
}

function holdsAny(
  business: Business,
  folder: FavouritesFolder,
  sections: readonly FavouritesSection[],
): boolean {
  return (
    sections.some(({ folderId }) => folderId === folder.id) ||
    foldersIn(business, folder.id).some((child) => holdsAny(business, child, sections))
  );
}

/** The folders from the top down to the section's own. */
function pathOf(business: Business, section: FavouritesSection) {
  const folders: FavouritesFolder[] = [];
  let folder = business.favouritesFolders.get(section.folderId);
  while (folder !== undefined) {
    folders.unshift(folder);
    folder = folder.parentId === null ? undefined : business.favouritesFolders.get(folder.parentId);
  }
  return folders.map(({ id, name }, position) => ({ id, name, position, href: null }));
}

function flatView(business: Business, section: FavouritesSection) {
  const { id, name, description, folderId, createdAt, fixturePrice, lineItems } = section;
  return {
    id,
    name,
    description,
    folderId,
    createdAt,
    fixturePrice,
    totalItemCost: sum(lineItems.map((line) => line.itemCost * line.itemQuantity)),
    totalItemPrice: sum(lineItems.map((line) => line.itemPrice * line.itemQuantity)),
    path: pathOf(business, section),
  };
}

interface FolderView extends FavouritesFolder {
  children: FolderView[];
  sections: unknown[];
}

function treeView(
  req: Request,
  business: Business,
  folder: FavouritesFolder,
  sections: readonly FavouritesSection[],
): FolderView {
  return {
    ...folder,
    children: foldersIn(business, folder.id).map((child) => treeView(req, business, child, sections)),
    sections: sections
      .filter(({ folderId }) => folderId === folder.id)
      .sort((a, b) => a.sortOrder - b.sortOrder)
      .map((section) => ({
        id: section.id,
        name: section.name,
        description: section.description,
        createdAt: section.createdAt,
        // A single link here, where other resources have a list.
        links: link(req, 'self', `/favourites/${section.id}`),
      })),
  };
}
