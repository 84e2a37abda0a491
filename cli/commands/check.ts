import { findingSeverities, type Finding, type FindingSeverity } from '../../language/findings/finding.ts';
import { sampleErrors } from '../../language/findings/check.ts';
import { countVerdicts, type CaseRun } from '../../language/samples/case-run.ts';
import { fileKind, skippedFolders } from '../../language/source/document/file-kind.ts';
import { checkFiles, configurationFindings } from '../check-files.ts';
import { UsageError, type Command } from '../command.ts';
import { displayPath, filesAt } from '../disk-workspace.ts';
import { explain } from '../explain.ts';
import { findingFormats, type CheckFailure } from '../formats/findings.ts';
import { sampleFilesOf } from '../sample-files.ts';

const listed = [...skippedFolders].join(', ');

export const check: Command = {
  name: 'check',
  summary: 'find problems in rule and sample files',
  usage:
    'handrail check PATH… [--samples] [--fail-on error|warning|information|hint] [--explain RULE[@VERSION]] [--format FORMAT]',
  formats: Object.keys(findingFormats),
  options: { samples: { type: 'boolean' }, 'fail-on': { type: 'string' }, explain: { type: 'string' } },
  help: [
    `PATH is a file, a folder or a glob. Folders named ${listed} are skipped`,
    'unless PATH names them. Severities can be set per code in handrail.config.yaml.',
    '',
    '  --samples                   also run the samples in or under the paths, and those of the rule files there; a failing',
    '                              sample is a finding (sample-fails); exit with 1 if a sample fails or cannot run',
    '  --fail-on SEVERITY          exit with 1 on findings of this severity or higher (default: error)',
    '  --explain RULE[@VERSION]    explain one rule of one rule set: when it fires, which rules decide before it, and what',
    '                              depends on it, with example inputs (text or json)',
    '',
    'Examples:',
    '  handrail check .',
    '  handrail check . --samples',
    '  handrail check refunds.escalation.yaml --explain small-refund',
    '  handrail check "rules/**/*.escalation.yaml" --format sarif > handrail.sarif',
  ].join('\n'),
  async run(paths, options, context) {
    const failOn = options['fail-on'] ?? 'error';
    if (!isSeverity(failOn)) throw new UsageError(`--fail-on takes one of ${findingSeverities.join(', ')}.`);
    if (paths.length === 0) throw new UsageError('Which files? Name a file, a folder or a glob: `handrail check .`');
    const { directory, message, out, color } = context;
    const { uris: named, nothingAt } = await filesAt(paths, directory);
    for (const path of nothingAt) message(`There is no rule or sample file at \`${path}\`.`);
    if (named.length === 0) return 2;
    const format = options['format'] as keyof typeof findingFormats;
    const explained = options['explain'];
    if (typeof explained === 'string') return explain(explained, named, format, context);
    const run = options['samples'] === true;
    /** Written after the progress line is erased. */
    const notes: string[] = [];
    const failures: CheckFailure[] = [];
    let unreadable = false;
    const uris = run ? [...new Set([...named, ...(await sampleFilesOf(named))])] : named;
    if (run && !uris.some(uri => fileKind(uri) === 'samples')) {
      notes.push(`There are no samples (*.samples.yaml) in ${paths.map(each => `\`${each}\``).join(', ')}.`);
      unreadable = true;
    }
    const findings = await configurationFindings(uris);
    const cases: CaseRun[] = [];
    let unsound = false;
    let others = 0;
    const watched = { ...context, screen: format === 'text' ? context.screen : null };
    for await (const { uri, checked, failure } of checkFiles(uris, watched, { run })) {
      findings.push(...checked.findings);
      if (failure !== null) {
        notes.push(...failure);
        failures.push({ uri, message: failure[0] ?? '' });
      }
      if (checked.kind === 'unreadable') unreadable = true;
      if (checked.kind === 'other') {
        notes.push(
          `${displayPath(uri, directory)} is not a rule or sample file: its name must end in .escalation.yaml or .samples.yaml (or .yml, .json).`,
        );
        others++;
      }
      if (checked.kind !== 'samples' || checked.cases === null) continue;
      cases.push(...checked.cases);
      const errors = sampleErrors(checked.samples);
      if (errors.length === 0) continue;
      unsound = true;
      // An error that keeps samples from running is reported even if it is suppressed.
      if (checked.findings.some(({ code, severity }) => severity === 'error' && code !== 'sample-fails')) continue;
      notes.push(`${displayPath(uri, directory)}: ${errors[0]?.message ?? ''}`);
    }
    for (const note of notes) message(note);
    if (others === uris.length) return 2;
    const write = findingFormats[format];
    const counts = run ? countVerdicts(cases) : null;
    const show = (uri: string) => displayPath(uri, directory);
    const isShown = ({ repeats }: Finding) => repeats === null || !uris.includes(repeats);
    await out(write(findings.filter(isShown), { files: uris.length - others, samples: counts, failures, show, color }));
    if (unreadable || failures.length > 0 || others > 0 || nothingAt.length > 0) return 2;
    if (unsound || (counts !== null && counts.failed + counts.broken > 0)) return 1;
    const mostSevere = findingSeverities.indexOf(failOn);
    return findings.some(({ severity }) => findingSeverities.indexOf(severity) <= mostSevere) ? 1 : 0;
  },
};

function isSeverity(value: string | boolean): value is FindingSeverity {
  return (findingSeverities as readonly unknown[]).includes(value);
}
