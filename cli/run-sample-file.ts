import { sampleErrors } from '../language/findings/check.ts';
import type { Queries } from '../language/queries/queries.ts';
import type { SamplesFile } from '../language/source/project/samples.ts';
import type { FileResult } from './formats/tests.ts';

/** Runs the samples of a file against their rule set. */
export async function runSampleFile(queries: Queries, uri: string): Promise<FileResult> {
  const samples = await queries.samples(uri);
  if (samples === null) {
    const file = await queries.workspace.read(uri);
    const why = file !== undefined && 'unreadable' in file ? file.unreadable : 'there is no such file.';
    return { uri, ruleset: null, problem: `The file cannot be read: ${why}`, cases: [] };
  }
  const { project } = samples;
  const ruleset = project && { uri: project.uri, name: project.ruleSet.name, version: project.ruleSet.version };
  return { uri, ruleset, problem: firstProblem(samples), cases: (await queries.cases(samples)) ?? [] };
}

/** The first error that makes the samples of a file unusable, even if it is suppressed; null if there is none. */
function firstProblem(samples: SamplesFile): string | null {
  const errors = sampleErrors(samples);
  const [first] = errors;
  if (!first) return null;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more: see \`handrail check\`)` : '';
  return `line ${first.range.start.line + 1}: ${first.message}${more}`;
}
