import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { PAGES } from './views.ts';

const MAX_BYTES = 15_000;

const pages = Object.entries(PAGES);

/** The texts of all elements of this name. */
function textsOf(html: string, element: string): string[] {
  const found = html.matchAll(new RegExp(`<${element}(?:\\s[^>]*)?>([\\s\\S]*?)</${element}>`, 'g'));
  return [...found].map(([, text]) => text ?? '');
}

/** The sources of a directive of a policy. */
function sources(csp: string, directive: string): string[] {
  const found = csp.split('; ').find((part) => part.startsWith(`${directive} `));
  return found?.split(' ').slice(1) ?? [];
}

function hashes(texts: readonly string[]): string[] {
  return texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}

describe.each(pages)('%s', (name, page) => {
  test('has language, character set, viewport, a title and one heading of the first level', () => {
    expect(page.html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page.html).toContain('<meta charset="utf-8">');
    expect(page.html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(textsOf(page.html, 'title')).toEqual([expect.stringMatching(/^\S.+ · fergus-mcp$/)]);
    expect(textsOf(page.html, 'h1')).toEqual([expect.stringMatching(/\S/)]);
    expect(textsOf(page.html, 'main').length).toBe(1);
  });

  test('has a policy that allows its own style and script, by hash, and nothing else', () => {
    expect(sources(page.csp, 'default-src')).toEqual(["'none'"]);
    expect(sources(page.csp, 'base-uri')).toEqual(["'none'"]);
    expect(sources(page.csp, 'frame-ancestors')).toEqual(["'none'"]);
    expect(textsOf(page.html, 'style').length).toBe(1);
    expect(sources(page.csp, 'style-src')).toEqual(hashes(textsOf(page.html, 'style')));
    expect(sources(page.csp, 'script-src')).toEqual(hashes(textsOf(page.html, 'script')));
    expect(page.csp).not.toMatch(/unsafe|\*|https?:|[\r\n]/);
  });

  test('has no style or script in attributes, which the policy would block', () => {
    expect(page.html).not.toMatch(/<[^>]*\s(?:style|on\w+)=/);
  });

  test('leaves the targets of forms open where it has a form, and only there', () => {
    expect(page.csp.includes('form-action')).toBe(!page.html.includes('<form'));
  });

  test('loads nothing', () => {
    expect(page.html).not.toMatch(/<(?:link|img|iframe|object|embed|audio|video|source|base|svg)\b/);
    expect(page.html).not.toMatch(/\s(?:src|srcset|background|poster)=/);
    expect(page.html).not.toMatch(/url\(|@import|@font-face/);
  });

  test('ids are unique', () => {
    const ids = [...page.html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is small', () => {
    // The longest values are longer than what any page has to hold in life: they may add themselves, once each.
    const extra = name === 'consent, longest values' ? 7_000 : 0;
    expect(Buffer.byteLength(page.html)).toBeLessThan(MAX_BYTES + extra);
  });
});
