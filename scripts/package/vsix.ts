import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../host/folders.ts';

/** The package of the version that package.json names. */
export async function packageFile(): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return path.join(root, `${manifest.name}-${manifest.version}.vsix`);
}

/** The names of all files in a zip archive, from its central directory (APPNOTE.TXT 4.3.12, 4.3.16). Throws where it is none. */
export function filesInZip(zip: Buffer): string[] {
  const endMark = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (endMark < 0) throw new Error('This is not a zip archive.');
  const count = zip.readUInt16LE(endMark + 10);
  const names: string[] = [];
  for (let at = zip.readUInt32LE(endMark + 16), index = 0; index < count; index++) {
    const nameLength = zip.readUInt16LE(at + 28);
    names.push(zip.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return names.filter(name => !name.endsWith('/'));
}
