import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { runAtOnce } from '../engine/model/steps.ts';
import type { RuleSet } from '../engine/model/rule-set.ts';
import { concerns, readLogLine, type MeasuredInput } from '../engine/index.ts';
import { fileKind } from '../language/source/document/file-kind.ts';
import { countedCases, readSamples, sampleInputs } from '../language/source/project/samples.ts';
import { sameFileUri, type Workspace } from '../language/workspace.ts';
import { documentsOf } from '../language/source/documents.ts';
import { textOf, unreadableBecause } from '../language/source/document/file-text.ts';
import { LineCutter } from './byte-lines.ts';
import { UsageError, type CommandContext } from './command.ts';
import { cannotRead } from './document.ts';
import { diskWorkspace, filesAt } from './disk-workspace.ts';
import type { SoundVersion } from './versions/load.ts';

/** Known cases on which the effect of a change is measured. */
export interface Cases {
  of: 'samples' | 'log';
  /** The cases of one rule set. */
  casesOf(ruleSet: { before: SoundVersion; after: SoundVersion }): Promise<Iterable<MeasuredInput>>;
}

/** The samples of each rule set: of its new version, or of its old one if the new one has none. @param now the time of samples without one */
export function ownSamples(now: number): Cases {
  return {
    of: 'samples',
    async casesOf({ before, after }) {
      const samples = await samplesNaming(after, now);
      return samples.length > 0 ? samples : samplesNaming(before, now);
    },
  };
}

async function samplesNaming({ version, project }: SoundVersion, now: number): Promise<MeasuredInput[]> {
  const { uri, workspace } = version;
  const files = (await workspace.list()).filter(each => fileKind(each) === 'samples');
  const cases: MeasuredInput[] = [];
  const ruleSet = await sameFileUri(workspace, uri);
  for (const each of files) {
    const found = await samplesIn(workspace, each, now);
    if (found.ruleSet === ruleSet) cases.push(...found.casesFor(project.ruleSet.signals));
  }
  return cases;
}

/**
 * The samples in files, folders or globs, used for every rule set whichever they name.
 * @throws UsageError if there are none
 */
export async function samplesAt(
  given: string,
  { directory, now }: Pick<CommandContext, 'directory' | 'now'>,
): Promise<Cases> {
  const { uris } = await filesAt([given], directory);
  const files = uris.filter(uri => fileKind(uri) === 'samples');
  if (files.length === 0) throw new UsageError(`There are no samples (*.samples.yaml) at \`${given}\`.`);
  const workspace = diskWorkspace(files);
  const read = await Promise.all(files.map(uri => samplesIn(workspace, uri, now)));
  return {
    of: 'samples',
    casesOf: ({ after }) => Promise.resolve(read.flatMap(({ casesFor }) => casesFor(after.project.ruleSet.signals))),
  };
}

interface SamplesInFile {
  /** The file of the rule set that they name; null if they name none. */
  ruleSet: string | null;
  /** Their inputs for a rule set with these signals, whose counters follow from the samples' events. */
  casesFor: (signals: RuleSet['signals']) => MeasuredInput[];
}

/** The samples of a file. */
async function samplesIn(workspace: Workspace, uri: string, now: number): Promise<SamplesInFile> {
  const document = await documentsOf(workspace).document(uri);
  if (document === undefined || 'unreadable' in document) return { ruleSet: null, casesFor: () => [] };
  const samples = runAtOnce(readSamples(document));
  const target = samples.link?.target ?? null;
  const ruleSet = target === null ? null : await sameFileUri(workspace, target);
  return {
    ruleSet,
    casesFor: signals => sampleInputs({ cases: countedCases(samples.cases, signals) }, now),
  };
}

/**
 * The cases of a decision log (`engine/decision-log`). The log is streamed again for each rule set, so it may be larger than memory. Lines without an
 * input are skipped and counted.
 * @throws UsageError if it cannot be read
 */
export async function logAt(
  given: string,
  context: Pick<CommandContext, 'directory' | 'now' | 'stdin' | 'message'>,
): Promise<Cases> {
  const { directory, now, stdin, message } = context;
  const file = path.resolve(directory, given);
  const whole = given === '-' ? await buffer(stdin) : null;
  if (whole === null) closeSync(openLog(file, given));
  let reported = false;
  return {
    of: 'log',
    casesOf: ({ before, after }) =>
      Promise.resolve({
        *[Symbol.iterator]() {
          let broken = 0;
          let number = 0;
          for (const line of whole === null ? linesOf(file, given) : linesIn([whole])) {
            number++;
            const entry = readLogLine(textIn(line, number, given));
            if (entry === 'unreadable') broken++;
            else if (
              typeof entry === 'object' &&
              [before, after].some(each => concerns(entry, each.project.ruleSet.name))
            )
              yield { input: entry.input, at: entry.at ?? now, ...(entry.name === null ? {} : { name: entry.name }) };
          }
          if (broken > 0 && !reported)
            message(`Skipped ${broken === 1 ? '1 line' : `${broken} lines`} of ${given} without an input.`);
          reported = true;
        },
      }),
  };
}

function openLog(file: string, given: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw cannotRead(given, unreadableBecause(error)?.unreadable);
  }
}

function* linesOf(file: string, given: string): Generator<Uint8Array> {
  const log = openLog(file, given);
  try {
    yield* linesIn(piecesOf(log));
  } finally {
    closeSync(log);
  }
}

function* piecesOf(log: number): Generator<Uint8Array> {
  const piece = new Uint8Array(1 << 18);
  for (let size = readSync(log, piece); size > 0; size = readSync(log, piece)) yield piece.subarray(0, size);
}

function* linesIn(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  const cutter = new LineCutter();
  for (const piece of pieces) yield* cutter.push(piece);
  yield* cutter.end();
}

/** @throws UsageError if the line is not UTF-8 */
function textIn(line: Uint8Array, number: number, given: string): string {
  const read = textOf(line, number - 1);
  if ('unreadable' in read) throw cannotRead(given, read.unreadable);
  return read.text;
}
