import { statSync } from 'node:fs';
import path from 'node:path';
import { UsageError, type Command } from '../command.ts';
import { examine } from '../doctor/doctor.ts';
import { isSound } from '../doctor/report.ts';
import { doctorFormats } from '../formats/doctor.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'test whether calls of agents reach the installed gates, and whether broken gates block',
  usage: 'handrail doctor [DIR] [--rules RULESET] [--format FORMAT]',
  formats: Object.keys(doctorFormats),
  options: { rules: { type: 'string' } },
  help: [
    'DIR is the root of a repository (default: .). Every hook in it that runs a gate gets the events of calls that nobody made: a',
    'shell command, edits, a tool of an MCP server, a sub-agent, a session without a person. Each must be decided by the rules, which',
    'the decision log proves. Then the gate is broken in a copy of the repository, and the host must block the call.',
    '',
    'This runs the hooks of the repository as its hosts do, and `--version` of the hosts. Use it where you would start an agent.',
    'Decisions about these calls stay in the log, with a `case` that begins with `handrail-doctor-`; they count as no evidence.',
    '',
    '  --rules RULESET  the rules that the gates should have (default: the rule set in DIR with the name of the gate)',
    '',
    'Exit codes: 0 every call is decided and every broken gate blocks, 1 not so, 2 bad usage.',
    '',
    'Examples:',
    '  handrail doctor',
    '  handrail doctor ../shop --rules rules/refunds.escalation.yaml --format json',
  ].join('\n'),
  async run(paths, options, context) {
    const [given = '.', ...more] = paths;
    if (more.length > 0) throw new UsageError('Name one folder: `handrail doctor [DIR]`.');
    const folder = path.resolve(context.directory, given);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new UsageError(`${given} is not a folder.`);
    if (process.platform === 'win32')
      throw new UsageError(
        '`handrail doctor` plays hosts on Linux and macOS only, where they start hooks with a POSIX shell.',
      );
    const rules = typeof options['rules'] === 'string' ? options['rules'] : undefined;
    const report = await examine(folder, { shown: given, rules, context });
    const format = options['format'] === 'json' ? 'json' : 'text';
    await context.out(doctorFormats[format](report, context.color));
    return isSound(report) ? 0 : 1;
  },
};
