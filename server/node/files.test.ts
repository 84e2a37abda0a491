import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFiles } from './files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const uri = (path: string) => pathToFileURL(join(folder, path)).href;
const wanted = (name: string) => name.endsWith('.escalation.yaml');

async function write(path: string, text: string | Uint8Array = ''): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
}

test('files are found in all folders but those of other people, each once', async () => {
  for (const path of [
    'a.escalation.yaml',
    'b/c/d.escalation.yaml',
    'b/other.yaml',
    'node_modules/x/e.escalation.yaml',
    '.git/f.escalation.yaml',
    'it is @ (1).escalation.yaml',
  ])
    await write(path);
  await symlink(join(folder, 'a.escalation.yaml'), join(folder, 'link.escalation.yaml'));
  await symlink(folder, join(folder, 'round'));
  const { uris, complete } = await nodeFiles.list([uri('.'), uri('b'), 'untitled:x', 'file:///%'], wanted);
  expect(complete).toBe(true);
  expect(uris.map(each => each.replace(uri('.').replace(/\/?$/, '/'), '')).sort()).toEqual(
    [
      'a.escalation.yaml',
      'b/c/d.escalation.yaml',
      'it%20is%20%40%20%281%29.escalation.yaml',
      'link.escalation.yaml',
    ].sort(),
  );
});

test('a folder that is not there holds nothing', async () => {
  expect(await nodeFiles.list([uri('none')], wanted)).toEqual({ uris: [], complete: true });
});

test('a file is read as text, and why it cannot be is said', async () => {
  await write('a.escalation.yaml', 'name: é');
  expect(await nodeFiles.read(uri('a.escalation.yaml'))).toEqual({ text: 'name: é' });
  expect(await nodeFiles.read(uri('none.yaml'))).toBeUndefined();
  expect(await nodeFiles.read(uri('a.escalation.yaml/inside.yaml'))).toBeUndefined();
  expect(await nodeFiles.read(uri('.'))).toEqual({ unreadable: 'it is a folder.' });
  for (const odd of ['untitled:x', 'http://localhost/x', 'file:///%', 'file://host/x', '', 'file:///a%00b']) {
    expect(await nodeFiles.read(odd), odd).toBeUndefined();
  }
  await write('latin.yaml', Buffer.from('a: 1\nname: é', 'latin1'));
  expect(await nodeFiles.read(uri('latin.yaml'))).toMatchObject({ at: { line: 1, character: 6 } });
  await symlink('nowhere', join(folder, 'dangling.escalation.yaml'));
  expect(await nodeFiles.read(uri('dangling.escalation.yaml'))).toMatchObject({ unreadable: /symbolic link/ });
  expect((await nodeFiles.list([uri('.')], wanted)).uris).toContain(uri('dangling.escalation.yaml'));
  await write('large.yaml', 'x'.repeat(17 * 1024 * 1024));
  expect(await nodeFiles.read(uri('large.yaml'))).toMatchObject({ unreadable: /larger than 16 MB/ });
});

test.skipIf(process.platform === 'win32')('a device is not read: it has no end', async () => {
  await symlink('/dev/zero', join(folder, 'zero.yaml'));
  expect(await nodeFiles.read(uri('zero.yaml'))).toEqual({ unreadable: 'it is not a regular file.' });
});
