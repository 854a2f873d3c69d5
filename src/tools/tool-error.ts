/**
 * A refusal or failure that the tool itself explains to the assistant: what is wrong and what to do next. It
 * becomes an MCP tool error (`isError`), never a protocol error, so that the model can read and mend it.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
