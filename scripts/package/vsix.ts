import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { root } from '../host/folders.ts';

/** Path of the package of the current version. */
export async function packageFile(): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return path.join(root, `${manifest.name}-${manifest.version}.vsix`);
}

/** The names of all files in a zip archive. Throws if it is not a zip archive. */
export function filesInZip(zip: Buffer): string[] {
  return [...entriesOf(zip)].map(({ name }) => name).filter(name => !name.endsWith('/'));
}

/** The content of a file in a zip archive, ignoring the case of its name; null if it is not there. */
export function readInZip(zip: Buffer, name: string): Buffer | null {
  for (const entry of entriesOf(zip)) {
    if (entry.name.toLowerCase() !== name.toLowerCase()) continue;
    const start = entry.offset + 30 + zip.readUInt16LE(entry.offset + 26) + zip.readUInt16LE(entry.offset + 28);
    const content = zip.subarray(start, start + entry.size);
    return entry.method === 0 ? content : inflateRawSync(content);
  }
  return null;
}

interface ZipEntry {
  name: string;
  /** 0: stored, 8: deflated. */
  method: number;
  /** The compressed size in bytes. */
  size: number;
  /** Offset of the local header. */
  offset: number;
}

/** Reads the central directory (APPNOTE.TXT 4.3.12, 4.3.16). */
function* entriesOf(zip: Buffer): Generator<ZipEntry> {
  const endMark = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (endMark < 0) throw new Error('This is not a zip archive.');
  const count = zip.readUInt16LE(endMark + 10);
  for (let at = zip.readUInt32LE(endMark + 16), index = 0; index < count; index++) {
    const nameLength = zip.readUInt16LE(at + 28);
    yield {
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      method: zip.readUInt16LE(at + 10),
      size: zip.readUInt32LE(at + 20),
      offset: zip.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}
