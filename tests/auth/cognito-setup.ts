import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type CognitoOptions, type CognitoRequestEvent, OAuthHandler } from '../../src/auth/oauth-handler.ts';
import { UpstreamRefused, UpstreamUnavailable } from '../../src/auth/upstream.ts';
import {
  type SandboxCognito,
  type SandboxCognitoOptions,
  startSandboxCognito,
} from '../../src/sandbox/cognito/index.ts';
import { type SandboxFergus, startSandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import { signInAt } from '../support/sign-in.ts';

export interface Setup {
  readonly cognito: SandboxCognito;
  readonly handler: OAuthHandler;
  /** What the handler told of its requests. */
  readonly events: CognitoRequestEvent[];
  /** The whole sign-in of a user, as far as the handler's part in it. */
  signIn(userKey?: string): ReturnType<OAuthHandler['exchangeCodeForTokens']>;
  /** Whether the Fergus sandbox lets an access token in. */
  isAccepted(accessToken: string): Promise<boolean>;
}

/** One for all tests of a file: they change nothing in it. */
let fergus: SandboxFergus;

beforeAll(async () => {
  fergus = await startSandboxFergus();
});
afterAll(() => fergus.close());

/** A Cognito sandbox and a handler for the length of one test. */
export async function setUp(
  cognitoOptions: Omit<SandboxCognitoOptions, 'fergus'> = {},
  handlerOptions: Partial<CognitoOptions> = {},
): Promise<Setup> {
  const cognito = await startSandboxCognito({ fergus, ...cognitoOptions });
  onTestFinished(() => cognito.close());
  const events: CognitoRequestEvent[] = [];
  const handler = new OAuthHandler({
    origin: cognito.url,
    issuer: cognito.issuer,
    clientId: cognito.clientId,
    clientSecret: cognito.clientSecret,
    redirectUri: 'http://localhost:3100/oauth/callback',
    scopes: 'openid email profile',
    onRequest: (event) => events.push(event),
    ...handlerOptions,
  });
  return {
    cognito,
    handler,
    events,
    async signIn(userKey = 'owner') {
      const secrets = handler.newSecrets();
      const back = await signInAt(await handler.generateAuthUrl(secrets), userKey);
      return handler.exchangeCodeForTokens(back.searchParams, secrets);
    },
    async isAccepted(accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` };
      return (await fetch(`${fergus.url}/users/me`, { headers })).ok;
    },
  };
}

/** The message of a refusal; a success or another error fails the test. */
export const refusalOf = (call: Promise<unknown>) => messageOf(call, UpstreamRefused);

/** The message of a failure that may pass; a success or another error fails the test. */
export const outageOf = (call: Promise<unknown>) => messageOf(call, UpstreamUnavailable);

async function messageOf(call: Promise<unknown>, kind: abstract new (...args: never) => Error) {
  const outcome = await call.then(
    (value) => new Error(`Succeeded with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof kind) {
    // Whoever logs the error logs its cause, too, and there stands what came back.
    if (outcome.cause !== undefined) throw new Error('The error has a cause.');
    return outcome.message;
  }
  throw outcome;
}
