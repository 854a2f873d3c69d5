/** A JSON-RPC message of the server's, as far as the tests look at it. */
export interface ServerMessage {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly message?: string };
  readonly result?: unknown;
}

/** Messages as they come in; the rest of the stream is left alone when the loop ends. */
export async function* messagesIn(response: Response): AsyncGenerator<ServerMessage> {
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data: {')) yield JSON.parse(line.slice('data: '.length)) as ServerMessage;
    }
  }
}

/** A stream that is listened to until one side ends it. */
export interface Listening {
  readonly response: Response;
  /** All that has come. */
  text(): string;
  /** Whether the server has ended it. */
  ended(): boolean;
  /** Goes away, as a client that is closed. */
  leave(): void;
}

/** Opens a stream. @param request made with the signal that ends it. */
export async function listen(request: (signal: AbortSignal) => Promise<Response>): Promise<Listening> {
  const leaving = new AbortController();
  const response = await request(leaving.signal);
  let text = '';
  let ended = false;
  const read = async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
    ended = true;
  };
  // It fails when the client leaves, which is no end by the server.
  read().catch(() => {});
  return { response, text: () => text, ended: () => ended, leave: () => leaving.abort() };
}
