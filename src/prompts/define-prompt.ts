import type { FergusApi } from '../fergus/api.ts';

/** Suggests values for a half-typed argument; `typed` may be empty. At most 100 are used. */
export type Complete = (typed: string, fergus: FergusApi) => Promise<readonly string[]>;

export interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Refuses a value with a sentence that says what is expected; nothing where it is fine. */
  readonly check?: (value: string) => string | undefined;
  readonly complete?: Complete;
}

/** A task that a person can pick from the assistant's menu. It sets the task and calls nothing. */
export interface Prompt {
  /** Kebab-case. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgument[];
  /** The user message: what to do, with which tools in which order. Values were checked before. */
  readonly message: (values: Readonly<Record<string, string | undefined>>) => string;
}
