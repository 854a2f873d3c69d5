import { describe, expect, test } from 'vitest';
import { errorPage } from '../../src/pages/error.ts';
import { signedInPage } from '../../src/pages/signed-in.ts';
import { ERROR, SIGNED_IN } from './views.ts';

describe('the page after signing in', () => {
  const { html } = signedInPage(SIGNED_IN);
  const escaped = SIGNED_IN.returnTo.replaceAll('&', '&amp;');

  test('leads back to the app by itself and by a link', () => {
    expect(html).toContain(`<meta http-equiv="refresh" content="1;url=${escaped}">`);
    expect(html).toContain(`href="${escaped}">Return to <bdi>Cursor</bdi></a>`);
  });

  test('an address or a name with quotes stays in its place', () => {
    const hostile = signedInPage({ clientName: '<b>\u202E', returnTo: `app.x://a"><script>'b` }).html;
    expect(hostile).not.toMatch(/<script|<b>|\u202E/);
    expect(hostile).toContain('Return to <bdi>&lt;b&gt;\uFFFD</bdi>');
  });

  test('the app may have no name', () => {
    expect(signedInPage({ ...SIGNED_IN, clientName: undefined }).html).toContain(
      'Return to <bdi>the app</bdi>',
    );
  });
});

describe('the error page', () => {
  test('says what failed, why, and what to do', () => {
    const page = errorPage(ERROR);
    expect(page.status).toBe(400);
    expect(page.html).toContain(`<h1>${ERROR.title}</h1>`);
    expect(page.html).toContain(ERROR.message);
    expect(page.html).toContain(ERROR.nextStep);
  });

  test('has the status that it is given', () => {
    expect(errorPage({ ...ERROR, status: 503 }).status).toBe(503);
  });

  test('escapes text that came with the request', () => {
    const page = errorPage({ title: '<i>', message: `"<script>"`, nextStep: `'&'` });
    expect(page.html).not.toMatch(/<i>|<script/);
    expect(page.html).toContain('<h1>&lt;i&gt;</h1>');
    expect(page.html).toContain('&quot;&lt;script&gt;&quot;');
    expect(page.html).toContain('&#39;&amp;&#39;');
  });
});
