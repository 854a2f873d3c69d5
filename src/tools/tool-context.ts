import type { FergusApi } from '../fergus/api.ts';
import type { CompanyProfile } from '../fergus/company-profile.ts';
import type { Confirm } from './confirmation.ts';
import type { DuplicateGuard } from './shared/duplicate-guard.ts';

/** What a handler has to work with, bound to one MCP request. */
export interface ToolContext {
  /** Fergus for this request: cancelled with it, its waits reported as progress. */
  readonly fergus: FergusApi;
  /** Name, time zone, currency and tax of the company; from the short cache where possible. */
  readonly company: () => Promise<CompanyProfile>;
  /** Tells the client how far a longer piece of work is. Ignored where the client did not ask. */
  readonly progress: (message: string) => void;
  /** Refuses identical creations in a row. */
  readonly duplicates: DuplicateGuard;
  /** Asks the user before something is removed for good. */
  readonly confirm: Confirm;
  readonly signal: AbortSignal;
}
