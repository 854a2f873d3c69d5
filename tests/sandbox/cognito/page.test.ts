import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { browserSuite, chromiumAvailable, launchChromium } from '../../support/browser.ts';
import { setUp } from './setup.ts';

describe.skipIf(!chromiumAvailable())(browserSuite('the sign-in page in a browser'), () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  /** A page without JavaScript, on a narrow phone. */
  async function openPage(colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await browser.newPage({
      javaScriptEnabled: false,
      viewport: { width: 360, height: 640 },
      colorScheme,
    });
    onTestFinished(() => page.close());
    return page;
  }

  test('is used by keyboard alone, and its form leads on over two other origins', async () => {
    const { cognito, authorizeUrl } = await setUp();
    const client = await answering((res) => res.end('arrived'));
    const callback = await answering((res) => res.writeHead(302, { location: `${client}/done` }).end());
    const page = await openPage();
    await page.goto(authorizeUrl({ redirect_uri: `${callback}/oauth/callback` }).href);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${client}/done`);
    expect(cognito.issued).toHaveLength(1);
  });

  test.each(['light', 'dark'] as const)('fits 360 pixels and is readable in %s', async (scheme) => {
    const { authorizeUrl } = await setUp();
    const page = await openPage(scheme);
    await page.goto(authorizeUrl().href);
    const [background, text] = await Promise.all(
      ['background-color', 'color'].map((property) => styleOf(page, 'main', property)),
    );
    expect(contrast(background, text)).toBeGreaterThan(7);
    expect(contrast(background, await styleOf(page, 'button span', 'color'))).toBeGreaterThan(4.5);
    expect(contrast(background, await styleOf(page, '.mark', 'color'))).toBeGreaterThan(4.5);
    const widths = await page.locator('body').evaluate((body) => [body.scrollWidth, body.clientWidth]);
    expect(widths[0]).toBe(widths[1]);
    for (const button of await page.locator('button').all()) {
      const box = await button.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    }
  });
});

/** A server that answers every request alike, for the length of one test. */
async function answering(answer: (res: ServerResponse) => void): Promise<string> {
  const server = createServer((_req, res) => answer(res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate(
      (element, name) => element.ownerDocument.defaultView?.getComputedStyle(element)[name],
      property,
    );
}

/** The contrast ratio of two `rgb(…)` colours (WCAG 2.2). */
function contrast(one: string | undefined, two: string | undefined): number {
  const [dark = 0, light = 0] = [one, two].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string | undefined): number {
  const [r = 0, g = 0, b = 0] = [...(colour ?? '').matchAll(/[\d.]+/g)].map(([value]) => {
    const part = Number(value) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
