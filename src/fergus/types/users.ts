import type { PageQuery } from '../api.ts';
import type {
  Address,
  ContactItem,
  ContactItemPayload,
  ContactItemType,
  FullAddressPayload,
  Identified,
  Lenient,
} from './shared.ts';

export const USER_TYPES = [
  'contractor',
  'time_sheet_only',
  'field_worker',
  'apprentice',
  'tradesman',
  'advisor',
  'full_user',
] as const;
export type UserType = (typeof USER_TYPES)[number];

export const USER_STATUSES = ['active', 'disabled', 'invited'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

export type User = Identified &
  Lenient<{
    companyId: number;
    firstName: string;
    lastName: string;
    email: string;
    userType: string;
    createdAt: string;
    modifiedAt: string;
    address: Address;
    /** Missing in lists. */
    contactItems: readonly ContactItem[];
    /** An hour. */
    payRate: number;
    /** An hour. */
    chargeOutRate: number;
    status: string;
  }>;

/** The user that the token belongs to. Known from another client only, hence no field is certain. */
export type CurrentUser = Lenient<{
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  isOwner: boolean;
}>;

export const USER_SORT_FIELDS = ['firstName', 'lastName', 'createdAt'] as const;

export interface UsersQuery extends PageQuery {
  readonly sortField?: (typeof USER_SORT_FIELDS)[number] | undefined;
  readonly filterUserType?: UserType | undefined;
  readonly filterStatus?: UserStatus | undefined;
  /** Looks in names, email address and the first two address lines. */
  readonly filterSearchText?: string | undefined;
}

/** Contact items of a user; the email address belongs to the sign-in and cannot be changed. */
export const USER_CONTACT_ITEM_TYPES = [
  'phone',
  'mobile',
  'other',
  'fax',
  'website',
] as const satisfies readonly ContactItemType[];
export type UserContactItemType = (typeof USER_CONTACT_ITEM_TYPES)[number];

/** At least one field. */
export interface UpdateUserPayload {
  /** Not blank. */
  readonly firstName?: string | undefined;
  /** Not blank. */
  readonly lastName?: string | undefined;
  /** All seven parts, or Fergus refuses it [client]. */
  readonly address?: FullAddressPayload | undefined;
  /** An hour, not negative. */
  readonly payRate?: number | undefined;
  /** An hour, not negative. */
  readonly chargeOutRate?: number | undefined;
  readonly contactItems?: readonly ContactItemPayload<UserContactItemType>[] | undefined;
}
