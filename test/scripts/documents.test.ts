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
