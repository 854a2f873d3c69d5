import { describe, expect, test } from 'vitest';
import { html, trusted } from '../../src/pages/html.ts';
import { strangerText } from '../../src/pages/stranger-text.ts';

describe('html', () => {
  test('escapes what would leave text or a quoted attribute', () => {
    expect(String(html`<p title="${`"><script>'&`}">${'</p><script>alert(1)</script>'}</p>`)).toBe(
      '<p title="&quot;&gt;&lt;script&gt;&#39;&amp;">&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>',
    );
  });

  test('escapes once: what is markup already stays', () => {
    const inner = html`<b>${'a & b'}</b>`;
    expect(String(html`<p>${inner}${trusted('<hr>')}</p>`)).toBe('<p><b>a &amp; b</b><hr></p>');
  });

  test('joins lists and escapes their strings', () => {
    expect(String(html`<ul>${['<', html`<li>1</li>`, [2, '>']]}</ul>`)).toBe('<ul>&lt;<li>1</li>2&gt;</ul>');
  });

  test('leaves out false and undefined, and keeps 0 and the empty string apart from them', () => {
    expect(String(html`a${false}b${undefined}c${0}d${''}e`)).toBe('abc0de');
  });

  test('an object that only looks like Html is not taken for it', () => {
    const forged = { toString: () => '<script>' } as unknown as string;
    expect(() => html`${forged}`).toThrow(TypeError);
  });

  test('refuses an attribute without quotes', () => {
    expect(() => html`<a href=${'x onclick=alert(1)'}>`).toThrow(TypeError);
  });
});

describe('text of strangers', () => {
  test.each([
    ['\u202Egpj.exe', '\uFFFDgpj.exe'],
    ['a\u2066b\u2069c\u200F', 'a\uFFFDb\uFFFDc\uFFFD'],
    ['Cl\u200Baude\u00AD\uFEFF!', 'Cl\uFFFDaude\uFFFD\uFFFD!'],
    ['a\u0000b\u001Bc\u009Fd', 'a\uFFFDb\uFFFDc\uFFFDd'],
    ['lone \uD800 surrogate', 'lone \uFFFD surrogate'],
    ['tag \u{E0041}', 'tag \uFFFD'],
  ])('shows invisible characters: %j', (text, shown) => {
    expect(strangerText(text, 80)).toBe(shown);
  });

  test('keeps what is visible, in any script', () => {
    for (const text of ['Tōtara & Söhne', 'مساعد', '助手 😀']) expect(strangerText(text, 80)).toBe(text);
  });

  test('makes line ends and runs of white space one space', () => {
    expect(strangerText('  a\r\n\tb\u2028c\u00A0\u3000d  ', 80)).toBe('a b c d');
  });

  test('keeps the bound in characters and does not cut one in two', () => {
    expect(strangerText('x'.repeat(80), 80)).toBe('x'.repeat(80));
    expect(strangerText('😀'.repeat(81), 80)).toBe(`${'😀'.repeat(79)}…`);
  });

  test.each([undefined, '', ' \n\t '])('has nothing to show for %j', (text) => {
    expect(strangerText(text, 80)).toBeUndefined();
  });
});
