import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Whether this machine has the browser; suites that need it are skipped without. */
export function chromiumAvailable(): boolean {
  return existsSync(CHROMIUM);
}

/** The name of a suite that needs the browser, with the reason where it is skipped. */
export function browserSuite(name: string): string {
  return chromiumAvailable() ? name : `${name} (${CHROMIUM} is not there)`;
}

/** Starts a browser without a window that speaks to nobody on its own account. The caller closes it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
