import { createHash } from 'node:crypto';
import { type Business, firstActiveUsers, type User } from '../fergus-api/business.ts';
import type { SandboxBusinesses } from '../fergus-api/index.ts';
import { nameOf } from '../fergus-api/people.ts';

/** Somebody who can sign in. */
export interface SandboxUser {
  /** Also the name of the same person's token in the Fergus sandbox. */
  readonly key: 'owner' | 'member' | 'other';
  readonly name: string;
  readonly email: string;
  /** Cognito's id of the user: a UUID, the same after every start. */
  readonly sub: string;
  readonly business: keyof SandboxBusinesses;
  readonly companyName: string;
  /** In the Fergus sandbox. */
  readonly userId: number;
  readonly isOwner: boolean;
}

/** The main business's owner, somebody of it who is not its owner, and the other business's owner. */
export function usersOf(businesses: SandboxBusinesses): readonly SandboxUser[] {
  const [owner, member] = firstActiveUsers(businesses.main);
  const [other] = firstActiveUsers(businesses.other);
  return [
    { key: 'owner', business: 'main', isOwner: true, ...identity(businesses.main, owner) },
    { key: 'member', business: 'main', isOwner: false, ...identity(businesses.main, member) },
    { key: 'other', business: 'other', isOwner: true, ...identity(businesses.other, other) },
  ];
}

function identity(business: Business, user: User) {
  return {
    name: nameOf(user),
    email: user.email,
    sub: uuidOf(`${business.companyId}/${user.id}`),
    companyName: business.company.name ?? business.company.prefix,
    userId: user.id,
  };
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');
}
