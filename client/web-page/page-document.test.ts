import { expect, it } from 'vitest';
import { pageDocument } from './page-document.ts';

it('allows only its own script, styles and font, and escapes its parameters', () => {
  const html = pageDocument({
    title: 'A & B',
    scriptUri: 'https://host/a.js?x=1&y="2"',
    styleUri: 'https://host/a.css',
    cspSource: 'https://*.host',
    nonce: 'abc',
    language: 'en',
  });
  expect(html).toContain(
    `content="default-src 'none'; style-src https://*.host; font-src https://*.host; script-src 'nonce-abc'"`,
  );
  expect(html).toContain('src="https://host/a.js?x=1&amp;y=&quot;2&quot;"');
  expect(html).toContain('<title>A &amp; B</title>');
  expect(html).not.toMatch(/style=|onload=|unsafe/);
});
