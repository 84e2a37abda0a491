import { checkWorkspaceFile } from '../../language/findings/check.ts';
import { findingSeverities, type Finding, type FindingSeverity } from '../../language/findings/finding.ts';
import { UsageError, type Command } from '../command.ts';
import { displayPath, diskWorkspace, filesAt } from '../disk-workspace.ts';
import { findingFormats } from '../formats/findings.ts';

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
    const { directory, message, out, color, now } = surroundings;
    const { uris, nothingAt } = await filesAt(paths, directory);
    for (const path of nothingAt) message(`There is no rule or sample file at ${path}.`);
    if (uris.length === 0) return 2;
    const workspace = diskWorkspace(uris);
    const findings: Finding[] = [];
    let unreadable = false;
    for (const uri of uris) {
      const checked = await checkWorkspaceFile(workspace, uri, { now });
      findings.push(...checked.findings);
      if (checked.kind === 'unreadable') unreadable = true;
      if (checked.kind === 'other') {
        message(`${displayPath(uri, directory)} is not a rule or sample file: its name tells what a file is.`);
        unreadable = true;
      }
    }
    const format = findingFormats[options['format'] as keyof typeof findingFormats];
    await out(format(findings, { files: uris.length, show: uri => displayPath(uri, directory), color }));
    if (unreadable || nothingAt.length > 0) return 2;
    const gravest = findingSeverities.indexOf(failOn);
    return findings.some(({ severity }) => findingSeverities.indexOf(severity) <= gravest) ? 1 : 0;
  },
};

function isSeverity(value: string | boolean): value is FindingSeverity {
  return (findingSeverities as readonly unknown[]).includes(value);
}
