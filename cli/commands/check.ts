import { displayPath, diskWorkspace, filesAt } from '../disk-workspace.ts';
import { UsageError, type Command } from '../command.ts';
import { checkFile } from '../check-file.ts';
import { findingFormats } from '../formats/findings.ts';
import { findingSeverities, severityRank, type FindingSeverity } from '../../language/findings/finding.ts';

export const check: Command = {
  name: 'check',
  summary: 'find what is wrong in rule and sample files',
  usage: 'handrail check PATH… [--fail-on error|warning|information|hint] [--format FORMAT]',
  formats: Object.keys(findingFormats),
  options: { 'fail-on': { type: 'string' } },
  help: [
    'PATH is a file, a folder or a glob. Severities can be set per code in handrail.config.yaml.',
    '',
    '  --fail-on SEVERITY  exit with 1 from this severity on (default: error)',
    '',
    'Examples:',
    '  handrail check .',
    '  handrail check "rules/**/*.escalation.yaml" --format sarif > handrail.sarif',
  ].join('\n'),
  async run(paths, options, surroundings) {
    const failOn = options['fail-on'] ?? 'error';
    if (!isSeverity(failOn)) throw new UsageError(`--fail-on takes one of ${findingSeverities.join(', ')}.`);
    if (paths.length === 0) throw new UsageError('Which files? Name a file, a folder or a glob: `handrail check .`');
    const { uris, nothingAt } = await filesAt(paths, surroundings.directory);
    for (const path of nothingAt) surroundings.message(`There is no rule or sample file at ${path}.`);
    if (uris.length === 0) return 2;
    const workspace = diskWorkspace(uris);
    const findings = [];
    let unreadable = false;
    for (const uri of uris) {
      const result = await checkFile(workspace, uri);
      if ('unreadable' in result) {
        surroundings.message(`${displayPath(uri, surroundings.directory)}: ${result.unreadable}`);
        unreadable = true;
      } else findings.push(...result.findings);
    }
    const format = findingFormats[options['format'] as keyof typeof findingFormats];
    const show = (uri: string) => displayPath(uri, surroundings.directory);
    await surroundings.out(format(findings, { files: uris.length, show, color: surroundings.color }));
    if (unreadable || nothingAt.length > 0) return 2;
    return findings.some(({ severity }) => severityRank(severity) >= severityRank(failOn)) ? 1 : 0;
  },
};

function isSeverity(value: string | boolean): value is FindingSeverity {
  return (findingSeverities as readonly unknown[]).includes(value);
}
