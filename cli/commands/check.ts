import { findingSeverities, type Finding, type FindingSeverity } from '../../language/findings/finding.ts';
import { checkFiles } from '../check-files.ts';
import { UsageError, type Command } from '../command.ts';
import { displayPath, filesAt } from '../disk-workspace.ts';
import { explain } from '../explain.ts';
import { findingFormats } from '../formats/findings.ts';

export const check: Command = {
  name: 'check',
  summary: 'find what is wrong in rule and sample files',
  usage: 'handrail check PATH… [--fail-on error|warning|information|hint] [--explain RULE[@VERSION]] [--format FORMAT]',
  formats: Object.keys(findingFormats),
  options: { 'fail-on': { type: 'string' }, explain: { type: 'string' } },
  help: [
    'PATH is a file, a folder or a glob. Severities can be set per code in handrail.config.yaml.',
    '',
    '  --fail-on SEVERITY          exit with 1 from this severity on (default: error)',
    '  --explain RULE[@VERSION]    tell the whole story of a rule of one rule set: when it fires, what takes inputs',
    '                              away from it, and what hangs on it, with inputs that show it (text or json)',
    '',
    'Examples:',
    '  handrail check .',
    '  handrail check refunds.escalation.yaml --explain small-refund',
    '  handrail check "rules/**/*.escalation.yaml" --format sarif > handrail.sarif',
  ].join('\n'),
  async run(paths, options, surroundings) {
    const failOn = options['fail-on'] ?? 'error';
    if (!isSeverity(failOn)) throw new UsageError(`--fail-on takes one of ${findingSeverities.join(', ')}.`);
    if (paths.length === 0) throw new UsageError('Which files? Name a file, a folder or a glob: `handrail check .`');
    const { directory, message, out, color } = surroundings;
    const { uris, nothingAt } = await filesAt(paths, directory);
    for (const path of nothingAt) message(`There is no rule or sample file at ${path}.`);
    if (uris.length === 0) return 2;
    const format = options['format'] as keyof typeof findingFormats;
    const explained = options['explain'];
    if (typeof explained === 'string') return explain(explained, uris, format, surroundings);
    const findings: Finding[] = [];
    const others: string[] = [];
    let unreadable = false;
    for await (const { uri, checked } of checkFiles(uris, {
      ...surroundings,
      screen: format === 'text' ? surroundings.screen : null,
    })) {
      findings.push(...checked.findings);
      if (checked.kind === 'unreadable') unreadable = true;
      if (checked.kind === 'other') {
        others.push(displayPath(uri, directory));
        unreadable = true;
      }
    }
    for (const path of others) message(`${path} is not a rule or sample file: its name tells what a file is.`);
    const write = findingFormats[format];
    await out(write(findings, { files: uris.length, show: uri => displayPath(uri, directory), color }));
    if (unreadable || nothingAt.length > 0) return 2;
    const gravest = findingSeverities.indexOf(failOn);
    return findings.some(({ severity }) => findingSeverities.indexOf(severity) <= gravest) ? 1 : 0;
  },
};

function isSeverity(value: string | boolean): value is FindingSeverity {
  return (findingSeverities as readonly unknown[]).includes(value);
}
