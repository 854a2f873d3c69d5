import { z } from 'zod';
import type { AddressFields, AddressPayload, FullAddressPayload } from '../../fergus/types/shared.ts';
import { ToolError } from '../tool-error.ts';
import { known, text } from './values.ts';

const ADDRESS_PARTS = [
  'address1',
  'address2',
  'addressSuburb',
  'addressCity',
  'addressRegion',
  'addressPostcode',
  'addressCountry',
] as const satisfies readonly (keyof AddressFields)[];
type AddressPart = (typeof ADDRESS_PARTS)[number];

/** Some parts of an address, none of them blank. */
type SomeAddress = { readonly [Part in AddressPart]?: string | undefined };

/** An address in its parts, under the names that the write tools take. */
export const addressView = z.object({
  address1: z.string().optional(),
  address2: z.string().optional(),
  addressSuburb: z.string().optional(),
  addressCity: z.string().optional(),
  addressRegion: z.string().optional(),
  addressPostcode: z.string().optional(),
  addressCountry: z.string().optional(),
});

/** Nothing where Fergus knows no part of it. */
export function toAddressView(
  address: AddressFields | null | undefined,
): z.output<typeof addressView> | undefined {
  const parts = partsOf(address);
  return Object.keys(parts).length > 0 ? known(parts) : undefined;
}

/**
 * The address to send: the present one with the parts that the caller named. Blank parts are left out, since
 * Fergus takes none [spec]; an address without any part is `undefined`.
 *
 * @param argument its name, for the message.
 * @throws {ToolError} when the first line is missing, without which Fergus takes no address.
 */
export function mergeAddress(
  current: AddressFields | null | undefined,
  change: SomeAddress | undefined,
  argument: string,
): AddressPayload | undefined {
  const merged = { ...partsOf(current), ...partsOf(change) };
  if (Object.keys(merged).length === 0) return undefined;
  const { address1, ...rest } = merged;
  if (address1 === undefined) {
    throw new ToolError(
      `Nothing was changed: Fergus takes no address without its first line, and there is none yet. Name ${argument}.address1 too.`,
    );
  }
  return { address1, ...rest };
}

/**
 * As {@link mergeAddress}, for users, whose address Fergus takes only with all its parts [client].
 *
 * @throws {ToolError} that names the missing parts.
 */
export function mergeFullAddress(
  current: AddressFields | null | undefined,
  change: SomeAddress,
  argument: string,
): FullAddressPayload {
  const merged = { ...partsOf(current), ...partsOf(change) };
  if (isFull(merged)) return merged;
  const missing = ADDRESS_PARTS.filter((part) => merged[part] === undefined);
  throw new ToolError(
    `Nothing was changed: Fergus takes a user's address only with all seven parts, and it does not know these yet: ${missing.join(', ')}. Name them in ${argument} too.`,
  );
}

function isFull(address: SomeAddress): address is FullAddressPayload {
  return ADDRESS_PARTS.every((part) => address[part] !== undefined);
}

function partsOf(address: AddressFields | SomeAddress | null | undefined): SomeAddress {
  return Object.fromEntries(
    ADDRESS_PARTS.flatMap((part) => {
      const value = text(address?.[part]);
      return value === undefined ? [] : [[part, value]];
    }),
  );
}
