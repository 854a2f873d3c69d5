import { describe, expect, test } from 'vitest';
import { type ConsentView, consentPage } from '../../src/pages/consent.ts';
import { CONSENT } from './views.ts';

function consent(view: Partial<ConsentView>): string {
  return consentPage({ ...CONSENT, ...view }).html;
}

/** Everything between the tags, with single spaces. */
function words(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the name of the client', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`a"b'c&d`, 'a&quot;b&#39;c&amp;d'],
    [
      'Claude</dd></dl><form action="https://evil.example">',
      '&lt;form action=&quot;https://evil.example&quot;&gt;',
    ],
    ['\u202Eedualc', '\uFFFDedualc'],
    ['Claude\u2066 verified\u2069', 'Claude\uFFFD verified\uFFFD'],
  ])('%j does no harm', (clientName, shown) => {
    const html = consent({ clientName });
    expect(html).toContain(shown);
    expect(html).not.toContain(clientName);
    expect(html.match(/<form/g)?.length).toBe(1);
  });

  test('is quoted, and said to be its own choice and unchecked', () => {
    const text = words(consent({ clientName: 'Claude' }));
    expect(text).toMatch(/calls itself “Claude” It chose this name itself\. Nobody has checked it\./);
  });

  test('stays within 80 characters', () => {
    expect(consent({ clientName: 'n'.repeat(200) })).toMatch(/“n{79}…”/);
  });

  test.each([undefined, '', ' \t '])('may be missing: %j', (clientName) => {
    const text = words(consent({ clientName }));
    expect(text).toContain('it gives no name');
    expect(text).not.toContain('“');
  });
});

describe('who receives the sign-in', () => {
  test('is shown whole, however long', () => {
    const redirectTarget = `${'sub-domain.'.repeat(22)}example.com`;
    expect(consent({ redirectTarget })).toContain(`<dd class="address">${redirectTarget}</dd>`);
  });

  test('on this computer only, comes with a warning', () => {
    const warning = /on your own computer\. Any program that runs there could receive the sign-in/;
    expect(words(consent({ loopback: true, redirectTarget: '127.0.0.1:8123' }))).toMatch(warning);
    expect(words(consent({}))).not.toMatch(warning);
  });

  test('as an app on the device, comes with a warning', () => {
    const warning = /app on your device\. Another app could have taken the same kind of link/;
    expect(words(consent({ privateUse: true, redirectTarget: 'cursor://' }))).toMatch(warning);
    expect(words(consent({}))).not.toMatch(warning);
  });

  test('the host of a metadata document is said to be checked; without one, nothing is', () => {
    expect(words(consent({}))).toMatch(/described at \(checked\) claude\.ai/);
    const { clientUriHost: _, ...registered } = CONSENT;
    expect(words(consentPage(registered).html)).not.toContain('(checked)');
  });

  test('the sign-in that follows and this server are named', () => {
    const text = words(consent({ signInHost: 'login.example.com', publicHost: 'our.example.com' }));
    expect(text).toContain('sign in to Fergus at login.example.com');
    expect(text).toContain('fergus-mcp at our.example.com');
  });
});

describe('the form', () => {
  test('posts the sealed request and the decision', () => {
    const html = consent({ action: '/authorize/consent?a=1&b="2"', request: 'a.b-c_d"<' });
    expect(html).toContain('<form method="post" action="/authorize/consent?a=1&amp;b=&quot;2&quot;"');
    expect(html).toContain('<input type="hidden" name="request" value="a.b-c_d&quot;&lt;">');
    const buttons = [...html.matchAll(/<button name="decision" value="(\w+)"/g)].map(([, value]) => value);
    expect(buttons).toEqual(['deny', 'approve']);
    expect(html).not.toContain('autofocus');
  });

  test('offers making changes as a ticked box with a label where it was asked for', () => {
    expect(consent({})).toMatch(
      /<label[^>]*><input type="checkbox" name="scope" value="fergus:write" checked>[\s\S]*Make changes[\s\S]*<\/label>/,
    );
  });

  test('has no box where only reading was asked for, and says so', () => {
    const html = consent({ scopes: { read: true, write: false } });
    expect(html).not.toContain('type="checkbox"');
    expect(html).not.toContain('fergus:write');
    expect(words(html)).toContain('It did not ask to make changes');
  });

  test('works without a script', () => {
    expect(consent({})).not.toContain('<script');
  });
});
