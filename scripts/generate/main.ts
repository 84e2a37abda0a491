import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, type FormatConfig } from 'oxfmt';
import { root } from '../host/folders.ts';
import { generatedFiles, type GeneratedFile } from './generated-files.ts';

/** `npm run generate`: writes every generated file that is out of date, and prints its path. */
export async function main(): Promise<void> {
  for (const file of generatedFiles) {
    const { text, current } = await generate(file);
    if (text === current) continue;
    writeFileSync(path.join(root, file.path), text);
    console.log(`Wrote ${file.path}.`);
  }
}

/** The generated text of a file, and its current text. */
export async function generate(file: GeneratedFile): Promise<{ text: string; current: string }> {
  const place = path.join(root, file.path);
  const current = existsSync(place) ? readFileSync(place, 'utf8') : '';
  const options = JSON.parse(readFileSync(path.join(root, '.oxfmtrc.json'), 'utf8')) as FormatConfig;
  const { code, errors } = await format(file.path, file.make(current), options);
  if (errors.length > 0) throw new Error(`${file.path} cannot be formatted: ${errors[0]?.message ?? ''}`);
  return { text: code, current };
}
