import type { User } from '../../fergus/types/users.ts';

/** Those who are employed to work at customers' sites; contractors and the office have days of their own. */
const FIELD_TYPES: readonly unknown[] = ['tradesman', 'apprentice', 'field_worker', 'time_sheet_only'];

/** Whether a person is expected to have bookings and time entries on every workday. */
export function isFieldPerson({ status, userType }: Pick<User, 'status' | 'userType'>): boolean {
  return status === 'active' && FIELD_TYPES.includes(userType);
}
