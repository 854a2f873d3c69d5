/** How something that we depend on answered when it was last asked. */
export interface LastSeen {
  readonly ok: boolean;
  /** ISO 8601. */
  readonly at: string;
  /** What happened: a status, or the kind of failure. */
  readonly outcome: string;
}

/** What Fergus and its sign-in were last seen doing, in real traffic: nothing is asked for the sake of knowing. */
export class UpstreamStatus {
  readonly #lastSeen = new Map<'fergus' | 'signIn', LastSeen>();

  /** @param ok whether it answered at all; a refusal is an answer. */
  note(service: 'fergus' | 'signIn', ok: boolean, outcome: string): void {
    this.#lastSeen.set(service, { ok, at: new Date().toISOString(), outcome });
  }

  /** `null` for what was not asked yet. */
  report(): { readonly fergus: LastSeen | null; readonly signIn: LastSeen | null } {
    return { fergus: this.#lastSeen.get('fergus') ?? null, signIn: this.#lastSeen.get('signIn') ?? null };
  }
}
