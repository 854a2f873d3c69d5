import { AFTER_LOOKING, FergusError } from './errors.ts';

/** Failures before a connection stands: no byte of the request has left. */
const CONNECT_FAILURES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Node's and OpenSSL's codes for a certificate that was refused, which also comes before the request leaves. */
const CERTIFICATE_FAILURE = /CERT|UNABLE_TO_(?:GET|VERIFY)/;

/** The error for a request that got no answer, or only a part of one. */
export function networkError(
  cause: unknown,
  context: { readonly write: boolean; readonly host: string },
): FergusError {
  const code = networkCode(cause) ?? '';
  const named = code ? ` (${code})` : '';
  const common = { kind: 'network', retryable: true, cause } as const;
  if (CERTIFICATE_FAILURE.test(code)) {
    return new FergusError({
      ...common,
      summary: `The certificate of Fergus (${context.host}) is not trusted on this machine${named}.`,
      nextStep:
        'A company network may put its own certificate in between: name its file in NODE_EXTRA_CA_CERTS. Else check FERGUS_BASE_URL.',
      retryable: false,
    });
  }
  if (CONNECT_FAILURES.has(code)) {
    return new FergusError({
      ...common,
      summary: `Fergus (${context.host}) cannot be reached${named}.`,
      nextStep: 'Check the network connection and FERGUS_BASE_URL, then try again.',
    });
  }
  return new FergusError({
    ...common,
    summary: `The connection to Fergus (${context.host}) broke off${named}.`,
    nextStep: context.write ? AFTER_LOOKING : 'Try again in a moment.',
    outcomeUnknown: context.write,
  });
}

/** The system's or undici's code inside the error that `fetch` throws. */
function networkCode(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') return code;
    const [first] = current instanceof AggregateError ? current.errors : [];
    if (first !== undefined) return networkCode(first);
  }
  return undefined;
}
