import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesReferredTo, galleryProblems, maxSize, problemsOf } from '../../scripts/package/contents.ts';
import { npmManifest, problemsOfTarball } from '../../scripts/package/npm.ts';

const manifest = {
  main: './dist/extension.js',
  icon: 'media/icon.png',
  bin: { handrail: 'dist/cli.js' },
  contributes: {
    grammars: [{ path: './syntaxes/rules.json' }],
    walkthroughs: [{ steps: [{ media: { markdown: './docs/a.md' } }] }],
  },
};
const notices = 'dist/THIRD-PARTY-NOTICES.txt';
const referred = ['dist/extension.js', 'dist/cli.js', 'media/icon.png', 'syntaxes/rules.json', 'docs/a.md'];
const whole = [...referred, 'LICENSE.txt', notices];
const inPackage = (files: string[]) => files.map(file => `extension/${file}`);

describe('What is in the package', () => {
  it('is all that the manifest refers to', () => {
    expect(filesReferredTo(manifest).sort()).toEqual([...referred].sort());
    expect(problemsOf(manifest, inPackage(whole), 1000)).toEqual([]);
  });

  it.each(whole)('is missed where it is not there: %s', file => {
    const [problem, ...more] = problemsOf(manifest, inPackage(whole.filter(one => one !== file)), 1000);
    expect(problem).toMatch(file.startsWith('LICENSE') ? /licence/ : new RegExp(file));
    expect(more).toEqual([]);
  });

  it.each(['node_modules/yaml/index.js', 'client/extension.ts', 'dist/server.js.map'])('is not %s', file => {
    expect(problemsOf(manifest, inPackage([...whole, file]), 1000)).toEqual([expect.stringContaining(file)]);
  });

  it('is less than 2.5 MB', () => {
    expect(problemsOf(manifest, inPackage(whole), maxSize + 1)).toEqual([expect.stringContaining('2.5 MB')]);
  });
});

describe('The galleries', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const own = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const icon = readFileSync(path.join(root, 'media/icon.png'));
  const readme = '[a](https://example.org) [b](#b) ![c](https://example.org/c.png)';

  it('take the extension', () => {
    expect(galleryProblems(own, readme, icon)).toEqual([]);
  });

  it.each([
    ['a manifest without a repository', { ...own, repository: undefined }, readme, icon, /repository/],
    ['no icon', own, readme, null, /PNG/],
    ['an icon that is none', own, readme, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>'), /PNG/],
    ['a small icon', own, readme, sized(icon, 64), /128/],
    ['a link to a file', own, '[x](docs/ci.md)', icon, /docs\/ci\.md/],
    ['a picture in the repository', own, '![x](docs/x.png)', icon, /docs\/x\.png/],
    ['a drawing', own, '![x](https://example.org/x.svg)', icon, /SVG/],
  ])('refuse %s', (_what, ofIt, text, file, problem) => {
    expect(galleryProblems(ofIt, text, file)).toEqual([expect.stringMatching(problem)]);
  });
});

function sized(icon: Buffer, width: number): Buffer {
  const other = Buffer.from(icon);
  other.writeUInt32BE(width, 16);
  return other;
}

describe('The package for npm', () => {
  const files = ['package.json', 'README.md', 'LICENSE', 'THIRD-PARTY-NOTICES.txt', 'schemas/rule-set.schema.json'].map(
    name => ({ path: name, mode: 0o644 }),
  );
  const program = { path: 'dist/cli.js', mode: 0o755 };
  const gates = ['gate', 'gate-plain', 'embedded', 'embedded-plain'].map(name => ({
    path: `dist/${name}.mjs`,
    mode: 0o644,
  }));
  const packed = (...more: { path: string; mode: number }[]) => ({
    filename: 'a.tgz',
    size: 1000,
    files: [...files, ...gates, ...more],
  });

  it('is the command line with what it exports, and nothing else', () => {
    expect(problemsOfTarball(packed(program))).toEqual([]);
    expect(problemsOfTarball(packed())).toEqual([expect.stringContaining('dist/cli.js')]);
    expect(problemsOfTarball(packed({ ...program, mode: 0o644 }))).toEqual([expect.stringContaining('executed')]);
    expect(problemsOfTarball({ ...packed(program), size: 2 ** 30 })).toEqual([expect.stringContaining('KB')]);
    for (const name of ['.npmrc', '.env', 'dist/cli.js.map', 'dist/extension.js', 'schemas/a.ts'])
      expect(problemsOfTarball(packed(program, { path: name, mode: 0o644 }))).toEqual([expect.stringContaining(name)]);
  });

  it('may be published, which the repository itself may not', () => {
    const made = npmManifest({
      private: true,
      name: 'a',
      bin: {},
      engines: { node: '>=20', vscode: '1' },
      scripts: {},
    });
    expect(made).not.toHaveProperty('private');
    expect(made).not.toHaveProperty('scripts');
    expect(made['engines']).toEqual({ node: '>=20' });
  });
});

describe('npm run package', () => {
  it('says how it is called', () => {
    expect(
      execFileSync(process.execPath, ['scripts/package.mjs', '--help'], {
        encoding: 'utf8',
        cwd: `${import.meta.dirname}/../..`,
      }),
    ).toContain('.vsix');
  });
});
