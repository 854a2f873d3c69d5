/**
 * An in-process stand-in of Fergus's hosted sign-in (AWS Cognito) on a loopback port. Its users are those of the
 * Fergus sandbox, which accepts the access tokens that it gives out.
 */

import { randomBytes } from 'node:crypto';
import { Faults } from '../faults.ts';
import type { SandboxFergus } from '../fergus-api/index.ts';
import { listenOnLoopback } from '../loopback-server.ts';
import { createApp } from './app.ts';
import { Grants, type IdTokenAlteration } from './grants.ts';
import type { CognitoRequest } from './request-log.ts';
import { type SandboxUser, usersOf } from './users.ts';

export type { IdTokenAlteration } from './grants.ts';
export type { CognitoRequest } from './request-log.ts';
export type { SandboxUser } from './users.ts';

const REGION = 'ap-southeast-2';
const USER_POOL_ID = 'ap-southeast-2_Sandbox01';

export interface SandboxCognitoOptions {
  /** Where its users live and its access tokens work. */
  readonly fergus: SandboxFergus;
  /** 0 without it: any free port. */
  readonly port?: number;
  /** The clock of codes and tokens; the real one without it. */
  readonly now?: () => Date;
  readonly clientId?: string;
  /** A fresh random one without it. */
  readonly clientSecret?: string;
  /** Exact addresses; `any-loopback`, every http address of this machine, without it. */
  readonly redirectUris?: readonly string[] | 'any-loopback';
  /** Whether a refresh replaces the refresh token; `false` without it. */
  readonly rotateRefreshTokens?: boolean;
  /** 3600 without it. */
  readonly accessTokenSeconds?: number;
}

export interface SandboxCognito {
  /** Origin of the endpoints, without a slash at the end. */
  readonly url: string;
  /** `iss` of the id tokens. As with the real one, not an address of the endpoints. */
  readonly issuer: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly users: readonly SandboxUser[];
  /** Every request received, oldest first. May be emptied (`length = 0`). */
  readonly requests: CognitoRequest[];
  readonly faults: Faults;
  /** Every secret ever given out: codes, access, refresh and id tokens. */
  readonly issued: readonly string[];
  /** From now on all access tokens given out so far are refused, here and by the Fergus sandbox. */
  expireAccessTokens(): void;
  /** From now on the refresh tokens given out so far are `invalid_grant`; of one user, or of all. */
  endGrants(sub?: string): void;
  setRotation(on: boolean): void;
  /** Changes every id token from now on; as it should be again without an argument. */
  alterIdTokens(alteration?: IdTokenAlteration): void;
  /** Ends every connection, waiting answers and faults included. */
  close(): Promise<void>;
}

/** Starts the stand-in. @throws when the port is taken. */
export async function startSandboxCognito(options: SandboxCognitoOptions): Promise<SandboxCognito> {
  const { fergus, accessTokenSeconds = 3600, redirectUris = 'any-loopback' } = options;
  const now = options.now ?? (() => new Date());
  const issuer = `https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`;
  const client = {
    clientId: options.clientId ?? 'sandbox7fergus2mcp9client',
    clientSecret: options.clientSecret ?? randomBytes(26).toString('hex'),
  };
  const grants = new Grants(
    { fergus, now, issuer, clientId: client.clientId, accessTokenSeconds },
    options.rotateRefreshTokens ?? false,
  );
  const users = usersOf(fergus.businesses);
  const requests: CognitoRequest[] = [];
  const faults = new Faults();
  const closing = new AbortController();
  const app = createApp({
    grants,
    users,
    client,
    redirectUris,
    requests,
    faults,
    now,
    closing: closing.signal,
  });
  const { url, close } = await listenOnLoopback(app, options.port ?? 0, closing);

  return {
    url,
    issuer,
    region: REGION,
    userPoolId: USER_POOL_ID,
    ...client,
    users,
    requests,
    faults,
    issued: grants.issued,
    expireAccessTokens: () => grants.expireAccessTokens(),
    endGrants: (sub) => grants.endGrants(sub),
    setRotation(on) {
      grants.rotation = on;
    },
    alterIdTokens(alteration) {
      grants.alterIdToken = alteration;
    },
    close,
  };
}
