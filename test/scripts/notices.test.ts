import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../../scripts/host/folders.ts';
import { bundledPackages, noticesText } from '../../scripts/package/notices.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => (folder = await temporaryFolder('notices')));
afterEach(() => folder.remove());

async function write(file: string, text: string): Promise<void> {
  const full = path.join(folder.path, file);
  await mkdir(path.dirname(full), { recursive: true });
  await writeFile(full, text);
}

async function install(place: string, name: string, files: Record<string, string>, license = 'MIT'): Promise<void> {
  await write(
    `${place}/package.json`,
    JSON.stringify({ name, version: '1.2.3', license, repository: { url: `git:${name}` } }),
  );
  for (const [file, text] of Object.entries(files)) await write(`${place}/${file}`, text);
}

const bundle = (...inputs: string[]) => ({ inputs: Object.fromEntries(inputs.map(input => [input, {}])) });

it('name all bundled packages with their licences and the parts that contain them', async () => {
  await install('node_modules/a', 'a', { LICENSE: 'Licence of a' });
  await install(
    'node_modules/a/node_modules/@b/c',
    '@b/c',
    { 'LICENSE.md': 'Licence of c', 'NOTICE.txt': 'Notice of c' },
    'Apache-2.0',
  );
  await install(
    'node_modules/icons',
    'icons',
    { LICENSE: 'Of the pictures', 'LICENSE-CODE': 'Of the code' },
    'CC-BY-4.0',
  );
  await install('node_modules/compiler', 'compiler', { 'license.txt': 'Licence of the compiler' });
  await install('node_modules/unused', 'unused', {});
  await write('language/source/schema/generated/validators.js', '// node_modules/compiler/dist/runtime.js\nvar a;\n');
  const packages = await bundledPackages(
    {
      cli: bundle(
        'cli/main.ts',
        'node_modules/a/index.js',
        'node_modules/a/node_modules/@b/c/index.js',
        'language/source/schema/generated/validators.js',
      ),
      panel: bundle('node_modules/a/index.js', 'node_modules/icons/dist/icons.ttf?123'),
    },
    folder.path,
  );
  expect(packages.map(({ name, partOf }) => [name, partOf])).toEqual([
    ['@b/c', ['cli']],
    ['a', ['cli', 'panel']],
    ['compiler', ['cli']],
    ['icons', ['panel']],
  ]);
  const text = noticesText(packages);
  for (const part of [
    'Licence of a',
    'Licence of c',
    'Notice of c',
    'Of the pictures',
    'Of the code',
    'Licence of the compiler',
  ])
    expect(text).toContain(part);
  expect(text).toContain('- icons 1.2.3: CC-BY-4.0 (in panel)');
  expect(text).not.toContain('unused');
});

it.each([
  ['without a text', {}, 'MIT'],
  ['with an empty text', { LICENSE: ' \n' }, 'MIT'],
  ['that names no licence', { LICENSE: 'text' }, ''],
])('refuse a package %s', async (_what, files: Record<string, string>, license) => {
  await install('node_modules/a', 'a', files, license);
  await expect(bundledPackages({ cli: bundle('node_modules/a/index.js') }, folder.path)).rejects.toThrow(
    /licence.*\ba\b/,
  );
});
