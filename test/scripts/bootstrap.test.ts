import { execFileSync } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root, temporaryFolder } from '../../scripts/host/folders.ts';

let clone: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => {
  clone = await temporaryFolder('bootstrap');
  await mkdir(path.join(clone.path, 'scripts'));
  await cp(path.join(root, 'scripts/bootstrap.mjs'), path.join(clone.path, 'scripts/bootstrap.mjs'));
  await lock('package-lock.json', {
    '': {},
    'node_modules/yaml': { version: '2.0.0' },
    'node_modules/mac-only': { version: '1.0.0', optional: true },
  });
});

afterEach(() => clone.remove());

async function lock(file: string, packages: object): Promise<void> {
  await mkdir(path.dirname(path.join(clone.path, file)), { recursive: true });
  await writeFile(path.join(clone.path, file), JSON.stringify({ packages }));
}

async function install(version: string): Promise<void> {
  await lock('node_modules/.package-lock.json', { 'node_modules/yaml': { version } });
  await mkdir(path.join(clone.path, 'node_modules/yaml'), { recursive: true });
}

function outOfStep(): unknown {
  const script = "import('./scripts/bootstrap.mjs').then(({ outOfStep }) => console.log(JSON.stringify(outOfStep())))";
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: clone.path, encoding: 'utf8' }));
}

describe('The packages are installed', () => {
  it('on a fresh clone', () => expect(outOfStep()).toBe('not installed yet'));

  it('if the lock file has changed', async () => {
    await install('1.9.0');
    expect(outOfStep()).toBe('package-lock.json has changed');
  });

  it('if the last installation was interrupted', async () => {
    await install('2.0.0');
    await rm(path.join(clone.path, 'node_modules/yaml'), { recursive: true });
    expect(outOfStep()).toBe('node_modules/yaml is missing');
    await writeFile(path.join(clone.path, 'node_modules/.package-lock.json'), '{"packages": {');
    expect(outOfStep()).toBe('the last installation was interrupted');
  });

  it('and not again if they match, ignoring those for other machines', async () => {
    await install('2.0.0');
    expect(outOfStep()).toBeNull();
  });
});
