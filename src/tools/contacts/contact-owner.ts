import type { ContactType } from '../../fergus/types/contacts.ts';
import { ToolError } from '../tool-error.ts';

interface NamedOwner {
  readonly contactType?: ContactType | undefined;
  readonly customerId?: number | undefined;
  readonly siteId?: number | undefined;
}

/** Refuses arguments that name a customer and a site at once, before anything is sent. */
export function assertOneOwner({ contactType, customerId, siteId }: NamedOwner): void {
  if (customerId !== undefined && siteId !== undefined) {
    throw refusal('a contact belongs to a customer or to a site: give customerId or siteId, not both');
  }
  if (contactType === 'CUSTOMER' && siteId !== undefined) {
    throw refusal('siteId goes with contactType SITE: set that, or give customerId instead');
  }
  if (contactType === 'SITE' && customerId !== undefined) {
    throw refusal('customerId goes with contactType CUSTOMER: set that, or give siteId instead');
  }
}

export function refusal(why: string): ToolError {
  return new ToolError(`Nothing was sent to Fergus: ${why}.`);
}
