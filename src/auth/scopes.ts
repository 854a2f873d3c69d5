/** What a sign-in may allow an assistant to do; `fergus:write` includes `fergus:read`. */
export const SCOPES = ['fergus:read', 'fergus:write'] as const;
export type Scope = (typeof SCOPES)[number];

/** A space-separated scope parameter (RFC 6749 §3.3) without the scopes that are not ours, in our order. */
export function parseScopes(text: string): readonly Scope[] {
  const named = text.split(' ');
  return SCOPES.filter((scope) => named.includes(scope));
}

/** Whether `granted` allows what needs `needed`. */
export function allows(granted: readonly Scope[], needed: Scope): boolean {
  return granted.includes(needed) || (needed === 'fergus:read' && granted.includes('fergus:write'));
}

/** Whether every scope of `wanted` is within `granted`. */
export function isWithin(wanted: readonly Scope[], granted: readonly Scope[]): boolean {
  return wanted.every((scope) => allows(granted, scope));
}
