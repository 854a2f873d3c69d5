import { createHash } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { type Confirm, ConfirmationNeeded, confirmByArgument } from '../tools/confirmation.ts';
import { ToolError } from '../tools/tool-error.ts';

/** The name of the question, and of the one field in its form. */
const KEY = 'confirm';

/**
 * How this client's user is asked: by elicitation where the client has it, else by the tool's `confirm`
 * argument. In the 2026 era the handler leaves with the question and is run again with the answer; for older
 * clients the SDK does the same over `elicitation/create`.
 *
 * An answer counts only for the very question that was asked: when what would go has changed since, the new
 * question is put.
 */
export function confirmer(server: Server, ctx: ServerContext): Confirm {
  if (!canAsk(capabilitiesOf(server, ctx))) return confirmByArgument;
  return async (question) => {
    const answer = inputResponse(ctx.mcpReq.inputResponses, KEY);
    if (answer.kind !== 'elicit' || ctx.mcpReq.requestState() !== digest(question)) {
      throw new ConfirmationNeeded(question);
    }
    if (answer.action !== 'accept' || answer.content?.[KEY] !== true) {
      throw new ToolError(
        'The user did not agree, so nothing was changed. Try again only if they ask for it.',
      );
    }
  };
}

/** The result that makes the client put the question to its user. */
export function askUser(question: string): InputRequiredResult {
  const requestedSchema = {
    type: 'object' as const,
    properties: { [KEY]: { type: 'boolean' as const, title: 'Yes, do it', default: false } },
    required: [KEY],
  };
  return inputRequired({
    inputRequests: { [KEY]: inputRequired.elicit({ message: question, requestedSchema }) },
    requestState: digest(question),
  });
}

/** Each request of the 2026 era says what its client can do; older clients say it once, at `initialize`. */
function capabilitiesOf(server: Server, ctx: ServerContext): ClientCapabilities | undefined {
  const envelope = ctx.mcpReq.envelope as { [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities } | undefined;
  return envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities();
}

/** An empty `elicitation` means forms, for clients from before URLs could be elicited too. */
function canAsk(capabilities: ClientCapabilities | undefined): boolean {
  const elicitation = capabilities?.elicitation;
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}

function digest(question: string): string {
  return createHash('sha256').update(question).digest('base64url');
}
