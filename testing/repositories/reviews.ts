import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { parse } from 'yaml';
import type { Json } from '../../engine/model/json.ts';
import type { ChangeClass } from '../../engine/diff/facts.ts';

const root = path.resolve(import.meta.dirname, '../..');
const examples = path.join(root, 'examples');
const folder = path.join(root, 'test/fixtures/reviews');

/** An edit as a reviewer wants to read it. */
export interface ExpectedEdit {
  /** Its name: `threshold min_confidence`. */
  what: string;
  /** The values as the author wrote them; absent if there is none. */
  before?: Json;
  after?: Json;
  class: ChangeClass | 'neutral';
  /** How many regions it makes, alone or together with others. */
  regions: number;
  /** How the line begins at which it is, without indentation, and in which version and file that is: by default the new one of the rule set. */
  line: string;
  version?: 'base' | 'head';
  file?: string;
}

/** A realistic edit of the examples, as replacements of text, and what a review of it says. */
export interface Review {
  name: string;
  about: string;
  /** For each file of `examples`, texts that occur once, and what is written instead. */
  replace: Record<string, [before: string, after: string][]>;
  /** The edits of each rule set that differs, most severe first. */
  ruleSets: Record<string, ExpectedEdit[]>;
}

/** The files of `test/fixtures/reviews`. */
export function reviews(): Review[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .map(file => ({
      name: path.basename(file, '.yaml'),
      ...(parse(readFileSync(path.join(folder, file), 'utf8')) as Omit<Review, 'name'>),
    }));
}

/** The files of `examples` by path. */
export function exampleFiles(): Record<string, string> {
  const names = globSync('**/*.{yaml,json}', { cwd: examples }).sort();
  return Object.fromEntries(names.map(name => [name, readFileSync(path.join(examples, name), 'utf8')]));
}

/** The files that a review changes, with their new text. @throws Error if a text to replace does not occur exactly once */
export function changedFiles(
  { name, replace }: Review,
  files: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(replace).map(([file, replacements]) => [
      file,
      replacements.reduce((text, [before, after]) => {
        if (text.split(before).length !== 2) throw new Error(`${name}: not exactly once in ${file}:\n${before}`);
        return text.replace(before, () => after);
      }, files[file] ?? ''),
    ]),
  );
}
