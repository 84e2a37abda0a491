import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { expect, it } from 'vitest';
import { root } from '../../scripts/host/folders.ts';

const maxLineLength = 600;
const documents = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: root });

it('no line of a document is too long to be read as a text', () => {
  const tooLong = documents.flatMap(document =>
    readFileSync(path.join(root, document), 'utf8')
      .split('\n')
      .flatMap((line, index) => (line.length > maxLineLength ? [`${document}:${index + 1}`] : [])),
  );
  expect(documents.length).toBeGreaterThan(50);
  expect(tooLong).toEqual([]);
});

/** Matches a path or its end; `*` stands for a part of a name. */
function pattern(name: string): RegExp {
  return new RegExp(`(^|/)${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
}

it('a source file that a document names exists', () => {
  const files = globSync('**/*.{ts,tsx,mjs,mts}', { cwd: root, ignore: ['**/node_modules/**', 'out/**', 'dist/**'] });
  const named = documents.flatMap(document =>
    [...readFileSync(path.join(root, document), 'utf8').matchAll(/`([\w./*-]+\.(?:tsx?|m[jt]s))`/g)].map(
      ([, name = '']) => ({
        document,
        name,
      }),
    ),
  );
  // CODE and NAME are for the reader to fill in; an export writes `.handrail/` into the reader's repository.
  const missing = named
    .filter(({ name }) => !/\b(CODE|NAME)\b|^\.handrail\//.test(name))
    .filter(({ name }) => !files.some(file => pattern(name).test(file)));
  expect(named.length).toBeGreaterThan(50);
  expect(missing).toEqual([]);
});
