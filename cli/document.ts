import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Json } from '../engine/model/json.ts';
import { UsageError, type Surroundings } from './command.ts';

/** An input as a command takes it: a file, `-` for standard input, or the JSON document itself. @throws UsageError where there is none */
export async function readInput(
  given: string,
  { directory, stdin }: Pick<Surroundings, 'directory' | 'stdin'>,
): Promise<Json> {
  const document = given.trimStart().startsWith('{')
    ? given
    : given === '-'
      ? await text(stdin)
      : await readGiven(given, directory);
  try {
    return JSON.parse(document) as Json;
  } catch (error) {
    throw new UsageError(`The input is not JSON: ${(error as Error).message}`);
  }
}

async function readGiven(given: string, directory: string): Promise<string> {
  try {
    return await readFile(path.resolve(directory, given), 'utf8');
  } catch (error) {
    throw new UsageError(`${given} cannot be read: ${(error as Error).message}`);
  }
}
