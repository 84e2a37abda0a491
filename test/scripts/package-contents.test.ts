import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { filesReferredTo, largest, problemsOf } from '../../scripts/package/contents.ts';

const manifest = {
  main: './dist/extension.js',
  icon: 'media/icon.png',
  bin: { handrail: 'dist/cli.js' },
  contributes: {
    grammars: [{ path: './syntaxes/rules.json' }],
    walkthroughs: [{ steps: [{ media: { markdown: './docs/a.md' } }] }],
  },
};
const whole = ['dist/extension.js', 'dist/cli.js', 'media/icon.png', 'syntaxes/rules.json', 'docs/a.md', 'LICENSE.txt'];
const inPackage = (files: string[]) => files.map(file => `extension/${file}`);

describe('What is in the package', () => {
  it('is all that the manifest refers to', () => {
    expect(filesReferredTo(manifest).sort()).toEqual(whole.slice(0, -1).sort());
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

  it('is less than 2 MB', () => {
    expect(problemsOf(manifest, inPackage(whole), largest + 1)).toEqual([expect.stringContaining('2 MB')]);
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
