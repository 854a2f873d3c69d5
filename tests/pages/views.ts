import { type ConsentView, consentPage } from '../../src/pages/consent.ts';
import { type ErrorView, errorPage } from '../../src/pages/error.ts';
import { type LandingView, landingPage } from '../../src/pages/landing.ts';
import type { Page } from '../../src/pages/layout.ts';
import { type SignedInView, signedInPage } from '../../src/pages/signed-in.ts';

export const LANDING: LandingView = {
  mcpUrl: 'https://mcp.example.com/mcp',
  version: '1.2.3',
  state: 'ready',
  signInHost: 'auth.fergus.com',
  demo: false,
};

export const CONSENT: ConsentView = {
  clientName: 'Claude',
  clientId: 'https://claude.ai/oauth/claude-client-metadata',
  clientUriHost: 'claude.ai',
  redirectTarget: 'claude.ai',
  loopback: false,
  privateUse: false,
  scopes: { read: true, write: true },
  signInHost: 'auth.fergus.com',
  action: '/authorize/consent',
  request: 'sealed.request-value_0',
  publicHost: 'mcp.example.com',
};

export const SIGNED_IN: SignedInView = {
  clientName: 'Cursor',
  returnTo:
    'cursor://anysphere.cursor-mcp/oauth/callback?code=abc&state=d%20e&iss=https%3A%2F%2Fmcp.example.com',
};

export const ERROR: ErrorView = {
  title: 'This sign-in cannot be finished',
  message: 'The request came back too late: a sign-in has ten minutes.',
  nextStep: 'Go back to your app and connect again.',
};

/** A client that registered itself: nothing about it is checked. */
const { clientUriHost: _, ...REGISTERED } = CONSENT;

/** 253 characters, the most that a host can have. */
const LONGEST_HOST = `${`${'a'.repeat(49)}.`.repeat(5)}com`;

/** Every page in the states that look different, by name. */
export const PAGES: Readonly<Record<string, Page>> = {
  landing: landingPage(LANDING),
  'landing, demo, starting': landingPage({ ...LANDING, demo: true, state: 'starting' }),
  'landing, fixed token on loopback, degraded': landingPage({
    ...LANDING,
    mcpUrl: 'http://localhost:3100/mcp',
    state: 'degraded',
    signInHost: undefined,
  }),
  consent: consentPage(CONSENT),
  'consent, loopback': consentPage({
    ...REGISTERED,
    clientName: 'mcp-remote',
    clientId: 'd1b4f1f0-8a1e-4f7e-9d0e-3f1f6f5b7c2a',
    redirectTarget: 'localhost:33418',
    loopback: true,
  }),
  'consent, app scheme, read only': consentPage({
    ...REGISTERED,
    clientName: undefined,
    redirectTarget: 'cursor://',
    privateUse: true,
    scopes: { read: true, write: false },
  }),
  'consent, longest values': consentPage({
    ...CONSENT,
    clientName: 'W'.repeat(200),
    clientId: `https://${LONGEST_HOST}/${'p'.repeat(1700)}`,
    clientUriHost: LONGEST_HOST,
    redirectTarget: LONGEST_HOST,
    publicHost: LONGEST_HOST,
    signInHost: LONGEST_HOST,
    request: 'x'.repeat(3000),
  }),
  'signed in': signedInPage(SIGNED_IN),
  error: errorPage(ERROR),
};
