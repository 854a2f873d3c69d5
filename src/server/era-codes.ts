import { type JSONRPCMessage, ProtocolErrorCode, Server, type Transport } from '@modelcontextprotocol/server';

/**
 * The SDK's server, with the error code that revisions before 2026-07-28 name for a resource that does not exist:
 * −32002. The SDK answers −32602 in every era, as only the latest revision asks.
 */
export class EraAwareServer extends Server {
  override async connect(transport: Transport): Promise<void> {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => send(this.#withCodeOfEra(message), options);
    await super.connect(transport);
  }

  #withCodeOfEra(message: JSONRPCMessage): JSONRPCMessage {
    if (!('error' in message) || message.error.code !== ProtocolErrorCode.InvalidParams) return message;
    const modern = (this.getNegotiatedProtocolVersion() ?? '') >= '2026-07-28';
    if (modern || !isResourceNotFound(message.error.data)) return message;
    return { ...message, error: { ...message.error, code: ProtocolErrorCode.ResourceNotFound } };
  }
}

/** Only this error carries nothing but the address that was asked for. */
function isResourceNotFound(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.keys(data).join() === 'uri';
}
