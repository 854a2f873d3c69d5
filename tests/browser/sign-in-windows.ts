import type { BrowserContext, Page } from 'playwright-core';

/** What the browser had to say while windows were open: errors, warnings, and what a policy blocked. */
export type Complaints = readonly string[];

/** Listens to all windows of a context, also to those that pages open. */
export async function complaintsOf(context: BrowserContext): Promise<Complaints> {
  const complaints: string[] = [];
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) => {
    console.error('blocked by policy', event.violatedDirective, event.blockedURI);
  })`);
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    // An app that is opened by its scheme is not installed here.
    if (/ launch 'cursor:/.test(message.text())) return;
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  context.on('requestfailed', (request) => {
    if (!request.url().startsWith('cursor:'))
      complaints.push(`${request.url()} ${request.failure()?.errorText}`);
  });
  return complaints;
}

/** Presses keys one after the other. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Keys on the consent page: first the box, then Deny, then Approve. */
export const CONSENT_KEYS = {
  approve: ['Tab', 'Tab', 'Tab', 'Enter'],
  approveReading: ['Tab', 'Space', 'Tab', 'Tab', 'Space'],
  deny: ['Tab', 'Tab', 'Enter'],
} as const;

/** Keys on the page of the sandbox's sign-in: a button for each of three users, the owner's first, then Cancel. */
export const SIGN_IN_KEYS = {
  owner: ['Tab', 'Enter'],
  cancel: ['Tab', 'Tab', 'Tab', 'Tab', 'Enter'],
} as const;
