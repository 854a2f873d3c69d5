import type { CognitoSettings } from '../http-settings.ts';

/** Stand-ins of Fergus and its sign-in in this process, with two invented businesses. */
export async function demo(): Promise<{
  readonly baseUrl: string;
  readonly cognito: CognitoSettings;
  readonly close: () => Promise<void>;
}> {
  const [{ startSandboxFergus }, { startSandboxCognito }] = await Promise.all([
    import('../sandbox/fergus-api/index.ts'),
    import('../sandbox/cognito/index.ts'),
  ]);
  const fergus = await startSandboxFergus();
  const cognito = await startSandboxCognito({ fergus });
  return {
    baseUrl: fergus.url,
    cognito: {
      origin: cognito.url,
      issuer: cognito.issuer,
      clientId: cognito.clientId,
      clientSecret: cognito.clientSecret,
      redirectUri: undefined,
      scopes: 'openid email profile',
    },
    async close() {
      await Promise.all([cognito.close(), fergus.close()]);
    },
  };
}
