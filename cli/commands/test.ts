import { compile } from '../../engine/decide/compile.ts';
import { runSample } from '../../engine/study/run-sample.ts';
import { canDecide, checkSamples } from '../../language/findings/check.ts';
import { isJsonObject, ownValue } from '../../engine/model/json.ts';
import { fileKind } from '../../language/source/file-kind.ts';
import { loadSamples, type SamplesFile } from '../../language/source/samples.ts';
import type { Workspace } from '../../language/workspace.ts';
import { UsageError, type Command } from '../command.ts';
import { displayPath, diskWorkspace, filesAt } from '../disk-workspace.ts';
import { countVerdicts, testFormats, type CaseResult, type FileResult } from '../formats/tests.ts';

export const test: Command = {
  name: 'test',
  summary: 'run samples against their rule sets',
  usage: 'handrail test PATH… [--format FORMAT]',
  formats: Object.keys(testFormats),
  options: {},
  help: [
    'PATH is a sample file (*.samples.yaml), a folder or a glob. A sample passes when the decision, and each step of its',
    'handoff, is what it expects.',
    '',
    'Examples:',
    '  handrail test .',
    '  handrail test rules --format junit > results.xml',
  ].join('\n'),
  async run(paths, options, { directory, message, out, color, now }) {
    if (paths.length === 0) throw new UsageError('Which samples? Name a file, a folder or a glob: `handrail test .`');
    const { uris, nothingAt } = await filesAt(paths, directory);
    const sampleFiles = uris.filter(uri => fileKind(uri) === 'samples');
    for (const path of nothingAt) message(`There is no sample file at ${path}.`);
    if (sampleFiles.length === 0) {
      if (nothingAt.length === 0) message(`There are no samples (*.samples.yaml) in ${paths.join(', ')}.`);
      return 2;
    }
    const workspace = diskWorkspace(uris);
    const files: FileResult[] = [];
    for (const uri of sampleFiles) files.push(await runSamples(workspace, uri, now));
    const format = testFormats[options['format'] as keyof typeof testFormats];
    await out(format(files, { show: uri => displayPath(uri, directory), color }));
    if (nothingAt.length > 0) return 2;
    const { failed, broken } = countVerdicts(files);
    return failed + broken > 0 ? 1 : 0;
  },
};

/** Runs the samples of a file against their rule set. */
export async function runSamples(workspace: Workspace, uri: string, now: number): Promise<FileResult> {
  const samples = await loadSamples(workspace, uri);
  if (samples === null) return { uri, ruleset: null, problem: 'The file cannot be read.', cases: [] };
  const problem = firstProblem(samples);
  const { project } = samples;
  const ruleset = project && { uri: project.uri, name: project.ruleSet.name, version: project.ruleSet.version };
  const compiled = project !== null && canDecide(project) ? compile(project.ruleSet) : undefined;
  const sound = new Map(samples.cases.map(each => [each.index, each]));
  const written = ownValue(samples.document.value, 'cases');
  const cases = (Array.isArray(written) ? written : []).map((value, index): CaseResult => {
    const range = samples.document.rangeOf(['cases', index]);
    const name = ownValue(value, 'name');
    const title = isJsonObject(value) && typeof name === 'string' ? name : `sample ${index + 1}`;
    const each = sound.get(index);
    if (!compiled || !each) return { name: title, verdict: 'broken', range, result: null };
    const result = runSample(compiled, each.sample, now);
    return { name: title, verdict: !result.passed ? 'failed' : result.checked ? 'passed' : 'unchecked', range, result };
  });
  return { uri, ruleset, problem, cases };
}

/** What keeps samples of the file from being run, or makes what they say doubtful; suppressions do not help there. */
function firstProblem(samples: SamplesFile): string | null {
  const errors = checkSamples(samples).filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return null;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more: see \`handrail check\`)` : '';
  return `line ${first.range.start.line + 1}: ${first.message}${more}`;
}
