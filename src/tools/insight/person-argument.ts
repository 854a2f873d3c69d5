import { z } from 'zod';
import type { User } from '../../fergus/types/users.ts';
import { fullName } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { folded } from './search-text.ts';

/** A person of the company as people name them: by id, or by a name or a part of one. */
const wanted = 'must be a user id or a name';
export const person = z
  .union([z.int(wanted).positive(wanted), z.string().trim().min(1, wanted).max(100, wanted)], {
    error: wanted,
  })
  .describe('User id or name ("Sam").');

/**
 * The one person that is meant.
 *
 * @param users `undefined` where this credential may not see users: then only an id will do.
 * @throws {ToolError} with the choices, where the name fits nobody or several.
 */
export function findPerson(
  reference: number | string,
  users: readonly User[] | undefined,
): { readonly id: number; readonly name: string | undefined } {
  const id = typeof reference === 'number' || /^\d+$/.test(reference) ? Number(reference) : undefined;
  if (id !== undefined) return { id, name: fullName(users?.find((user) => user.id === id)) };
  if (users === undefined) {
    throw new ToolError('user: names cannot be looked up with this Fergus account. Give the user id.');
  }
  const name = folded(String(reference));
  const named = (user: User) => folded(fullName(user) ?? '');
  const exact = users.filter((user) => named(user) === name);
  const alike = users.filter((user) => ` ${named(user)}`.includes(` ${name}`));
  const [only, ...others] = exact.length > 0 ? exact : alike;
  if (only && others.length === 0) return { id: only.id, name: fullName(only) };
  const choices = (only ? [only, ...others] : users).map((user) => `${fullName(user)} (${user.id})`);
  const problem = only ? `several people are called ${reference}` : `nobody is called ${reference}`;
  throw new ToolError(`user: ${problem}. Give one of these ids: ${choices.join(', ')}.`);
}
