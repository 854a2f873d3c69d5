import { ToolError } from './tool-error.ts';

/**
 * Asks the user to agree to something that cannot be taken back.
 *
 * @param question what will go, read fresh: names, amounts, dates. A whole sentence ending in a question mark.
 * @param given the tool's `confirm` argument. It counts only where the client cannot ask its user, because the
 *   model sets it, not the user.
 * @returns when the user agreed.
 * @throws {ToolError} when they did not.
 */
export type Confirm = (question: string, given: boolean) => Promise<void>;

/** Leaves a handler when the client has to ask its user first; the handler is then run again with the answer. */
export class ConfirmationNeeded extends Error {
  override readonly name = 'ConfirmationNeeded';
  readonly question: string;

  constructor(question: string) {
    super(question);
    this.question = question;
  }
}

/** For clients that cannot ask their user: the assistant has to, and says so with `confirm`. */
export const confirmByArgument: Confirm = async (question, given) => {
  if (given) return;
  throw new ToolError(
    `Nothing was changed yet. ${question} Ask the user, and only if they agree call again with confirm: true.`,
  );
};
