import { expect, test } from 'vitest';
import { canonicalUri } from './uri.ts';

test.each([
  ['file:///rules/a@b.escalation.yaml', 'file:///rules/a%40b.escalation.yaml'],
  ['file:///rules/a%40b.escalation.yaml', 'file:///rules/a%40b.escalation.yaml'],
  ["file:///My Rules/it's (1).samples.yaml", 'file:///My%20Rules/it%27s%20%281%29.samples.yaml'],
  ['file:///C:/rules/x.yaml', 'file:///c%3A/rules/x.yaml'],
  ['FILE:///rules/x.yaml', 'file:///rules/x.yaml'],
  ['file:///rules/100%.yaml', 'file:///rules/100%25.yaml'],
  ['file:///rules/a%2Fb.yaml', 'file:///rules/a%2Fb.yaml'],
  ['vscode-vfs://github/acme/rules/x.yaml', 'vscode-vfs://github/acme/rules/x.yaml'],
  ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ['', ''],
  ['\ud800://x/\ud800', '\ud800://x/\ud800'],
  ['file:///\ud800', 'file:///\ud800'],
])('%s is known as %s', (uri, canonical) => {
  expect(canonicalUri(uri)).toBe(canonical);
  expect(canonicalUri(canonical)).toBe(canonical);
});
