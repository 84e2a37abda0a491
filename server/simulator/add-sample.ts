import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Sample } from '../../engine/model/samples.ts';
import { addSampleEdit, newSamplesText } from '../../language/features/add-sample.ts';
import { samplesOf } from '../../language/features/projects.ts';
import { fileKind, fileName } from '../../language/source/document/file-kind.ts';
import { relativePath } from '../../language/source/project/project-files.ts';
import type { SamplesFile } from '../../language/source/project/samples.ts';
import type { AddSampleParams, AddSampleResult } from '../../protocol/server.ts';
import type { Session } from '../session.ts';

/** Why a sample cannot be added, in words for the user. */
export interface Refusal {
  refused: string;
}

/** The edit that adds a sample to a sample file of a rule set, preferably the one of the same name; creates one if there is none. */
export async function sampleEdit(session: Session, params: AddSampleParams): Promise<AddSampleResult | Refusal> {
  const { queries, open } = session;
  const uri = open.canonical(params.uri);
  const sample: Sample = {
    name: params.name,
    ...(params.at === null || params.at === undefined ? {} : { at: params.at }),
    input: params.input ?? null,
    ...(params.grants === undefined || params.grants.length === 0 ? {} : { grants: params.grants }),
    ...(params.expect === null || params.expect === undefined ? {} : { expect: params.expect }),
  };
  const files = await samplesOf(queries, uri);
  const chosen = files.find(file => stem(file.uri) === stem(uri)) ?? files[0];
  if (chosen !== undefined) return appended(session, chosen, sample);
  return created(session, uri, sample);
}

/** `sampleEdit` as an answer. @throws ResponseError if the sample cannot be added */
export async function addSample(session: Session, params: AddSampleParams): Promise<AddSampleResult> {
  const edit = await sampleEdit(session, params);
  if ('refused' in edit) throw new ResponseError(ErrorCodes.InvalidRequest, edit.refused);
  return edit;
}

function appended({ open }: Session, { uri, document }: SamplesFile, sample: Sample): AddSampleResult | Refusal {
  const edit = addSampleEdit(document, sample);
  if (edit === null) return { refused: `A sample cannot be added to ${fileName(uri)}. Correct its errors first.` };
  return { uri: open.forClient(uri), create: false, edits: [edit] };
}

async function created(
  { queries, files }: Session,
  ruleSet: string,
  sample: Sample,
): Promise<AddSampleResult | Refusal> {
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
    return {
      uri,
      create: existing === undefined,
      edits: [{ range: { start, end: start }, newText: newSamplesText(path, sample) }],
    };
  }
}

/** The URI without the file type: `file:///rules/refunds` for `refunds.escalation.yaml` and `refunds.samples.yaml`. */
function stem(uri: string): string {
  return uri.replace(/\.(?:escalation|samples)\.(?:ya?ml|json)$/i, '');
}
