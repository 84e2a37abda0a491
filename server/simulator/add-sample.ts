import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Sample } from '../../engine/model/samples.ts';
import { addSampleEdit, newSamplesText, type TextEdit } from '../../language/features/add-sample.ts';
import { samplesOf } from '../../language/features/projects.ts';
import { parseSource, type SourceDocument } from '../../language/source/document/document.ts';
import { fileKind, fileName } from '../../language/source/document/file-kind.ts';
import { relativePath } from '../../language/source/project/project-files.ts';
import type { SamplesFile } from '../../language/source/project/samples.ts';
import type { AddSampleParams, AddSampleResult } from '../../protocol/server.ts';
import type { Session } from '../session.ts';

/** Why a sample cannot be added, in words for the user. */
export interface Refusal {
  refused: string;
}

/** The edit that adds samples to a sample file of a rule set, preferably the one of the same name; creates one if there is none. */
export async function samplesEdit(
  session: Session,
  ruleSet: string,
  samples: readonly Sample[],
): Promise<AddSampleResult | Refusal> {
  const uri = session.open.canonical(ruleSet);
  const files = await samplesOf(session.queries, uri);
  const chosen = files.find(file => stem(file.uri) === stem(uri)) ?? files[0];
  if (chosen !== undefined) return appended(session, chosen, samples);
  return created(session, uri, samples);
}

export function sampleOf({ name, at, input, grants = [], expect }: Omit<AddSampleParams, 'uri'>): Sample {
  return {
    name,
    ...(at === null || at === undefined ? {} : { at }),
    input: input ?? null,
    ...(grants.length === 0 ? {} : { grants }),
    ...(expect === null || expect === undefined ? {} : { expect }),
  };
}

/** `samplesEdit` for one sample, as an answer. @throws ResponseError if it cannot be added */
export async function addSample(session: Session, { uri, ...params }: AddSampleParams): Promise<AddSampleResult> {
  return orRefused(await samplesEdit(session, uri, [sampleOf(params)]));
}

/** @throws ResponseError if the samples cannot be added */
export function orRefused(edit: AddSampleResult | Refusal): AddSampleResult {
  if ('refused' in edit) throw new ResponseError(ErrorCodes.InvalidRequest, edit.refused);
  return edit;
}

function appended(
  { open }: Session,
  { uri, document }: SamplesFile,
  samples: readonly Sample[],
): AddSampleResult | Refusal {
  const text = withSamples(document, samples);
  if (text === null) return { refused: `A sample cannot be added to ${fileName(uri)}. Correct its errors first.` };
  return { uri: open.forClient(uri), create: false, edits: [editTo(document, text)] };
}

/** The text of a sample file with more samples; null if its structure leaves no place for one. */
function withSamples(document: SourceDocument, samples: readonly Sample[]): string | null {
  let current = document;
  for (const sample of samples) {
    const edit = addSampleEdit(current, sample);
    if (edit === null) return null;
    const [start, end] = [edit.range.start, edit.range.end].map(position => current.offsetAt(position));
    const text = `${current.text.slice(0, start)}${edit.newText}${current.text.slice(end)}`;
    current = parseSource(current.uri, text, current);
  }
  return current.text;
}

/** The smallest edit that makes a document this text. */
function editTo(document: SourceDocument, text: string): TextEdit {
  const { text: old } = document;
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old[start] === text[start]) start++;
  let kept = 0;
  while (kept < shorter - start && old[old.length - 1 - kept] === text[text.length - 1 - kept]) kept++;
  return { range: document.rangeBetween(start, old.length - kept), newText: text.slice(start, text.length - kept) };
}

async function created(
  { queries, files }: Session,
  ruleSet: string,
  [first, ...more]: readonly Sample[],
): Promise<AddSampleResult | Refusal> {
  if (first === undefined) return { refused: 'There is no sample to add.' };
  if (fileKind(ruleSet) !== 'rule-set' || (await queries.project(ruleSet)) === null) {
    return { refused: `${fileName(ruleSet)} is not a rule file.` };
  }
  if (ruleSet.startsWith('untitled:')) {
    return { refused: 'Save the rule file first: its samples are stored in a file next to it.' };
  }
  for (let number = 1; ; number++) {
    const uri = `${stem(ruleSet)}${number === 1 ? '' : `-${number}`}.samples.yaml`;
    const existing = await files.read(uri);
    if (existing !== undefined && !('text' in existing && existing.text.trim() === '')) continue;
    const path = relativePath(uri, ruleSet) ?? `./${fileName(ruleSet)}`;
    const start = { line: 0, character: 0 };
    const text = newSamplesText(path, first);
    return {
      uri,
      create: existing === undefined,
      edits: [{ range: { start, end: start }, newText: withSamples(parseSource(uri, text), more) ?? text }],
    };
  }
}

/** The URI without the file type: `file:///rules/refunds` for `refunds.escalation.yaml` and `refunds.samples.yaml`. */
function stem(uri: string): string {
  return uri.replace(/\.(?:escalation|samples)\.(?:ya?ml|json)$/i, '');
}
