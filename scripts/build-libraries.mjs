// Puts the texts of the built-in libraries into a module, so that every program has them, also in a browser.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const libraries = path.join(root, 'libraries');
const generated = path.join(root, 'language/source/libraries/generated');
const ending = '.escalation.yaml';

const types = `/** The texts of the built-in libraries, by \`name@version\`. */
export declare const texts: Readonly<Record<string, string>>;
`;

/** Does nothing if the module is up to date. */
export async function buildLibraries() {
  const files = (await readdir(libraries)).filter(file => file.endsWith(ending)).sort();
  const texts = {};
  for (const file of files)
    texts[file.slice(0, -ending.length)] = (await readFile(path.join(libraries, file), 'utf8')).replaceAll(
      '\r\n',
      '\n',
    );
  await mkdir(generated, { recursive: true });
  await replaceFile(path.join(generated, 'texts.d.ts'), types);
  await replaceFile(path.join(generated, 'texts.js'), `export const texts = ${JSON.stringify(texts, null, 2)};\n`);
}

/** Replaces a file atomically, since several builds may run at once. */
async function replaceFile(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, text);
  await rename(draft, file);
}
