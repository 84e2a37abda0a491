import path from 'node:path';
import { UsageError, type Command } from '../command.ts';
import { outcomeFormats } from '../formats/outcome.ts';
import { whoDoes } from '../releases/identity.ts';
import { onePath, entryHelp, entryOptions, textOption } from '../releases/options.ts';
import { publish, ticks, type Tick } from '../releases/publish.ts';
import { allowedSignersFor, folderOf } from '../releases/signers.ts';
import { ruleFileAt } from '../releases/working-copy.ts';
import { say } from '../releases/say.ts';

export const release: Command = {
  name: 'release',
  summary: 'publish a version of a rule set: an immutable snapshot, and an entry in its log',
  usage: 'handrail release RULESET [--version VERSION | --tick auto|patch|minor|major] [--why REASON] [--dry-run]',
  formats: Object.keys(outcomeFormats),
  options: {
    ...entryOptions,
    version: { type: 'string' },
    tick: { type: 'string' },
    'dry-run': { type: 'boolean' },
    'allowed-signers': { type: 'string' },
    outside: { type: 'string', multiple: true },
  },
  help: [
    'Publishes the rule file if it has no errors, its samples pass, its version goes up as far as its changes require',
    '(loosened: major; tightened or rerouted: minor; no decision changes: patch), and it has the approvals that',
    '`governance.requiredApprovals` requires. The snapshot and the log are in releases/NAME, next to the rule file.',
    '',
    '  --version VERSION     the version to release; it is written into the rule file',
    '  --tick STEP           raise the version of the last release by this step; auto picks the step that the changes require',
    '  --why REASON          why you release it; kept in the log',
    '  --dry-run             show what would happen, and change nothing',
    '  --allowed-signers FILE  keys to check signatures with; an approval with an invalid signature does not count',
    "                        (default: git's gpg.ssh.allowedSignersFile)",
    '  --outside PATH        allow a copy of this file, which is outside the repository; repeat it for each file',
    ...entryHelp,
    '',
    'Examples:',
    '  handrail release refunds.escalation.yaml --tick auto --why "Large refunds go to a person"',
    '  handrail release refunds.escalation.yaml --dry-run --format json',
  ].join('\n'),
  async run(paths, options, context) {
    const uri = await ruleFileAt(onePath(paths, 'handrail release RULESET'), context);
    const directory = folderOf(uri);
    const version = textOption(options, 'version') ?? null;
    const tick = tickOption(textOption(options, 'tick'));
    if (version !== null && tick !== null) throw new UsageError('Give --version or --tick, not both.');
    const publishing = {
      who: await whoDoes(options, directory),
      role: textOption(options, 'role') ?? null,
      why: textOption(options, 'why') ?? null,
      version,
      tick,
      dryRun: options['dry-run'] === true,
      allowedSigners: await allowedSignersFor(options, directory, context.directory),
      outside: outsideOption(options['outside'], context.directory),
      now: context.now,
    };
    return say('release', uri, options, context, each => publish(each, publishing));
  },
};

/** The absolute paths of the files that a release may copy from outside the repository. */
function outsideOption(given: unknown, directory: string): string[] {
  const paths: unknown[] = Array.isArray(given) ? given : [];
  return paths.flatMap(each => (typeof each === 'string' ? path.resolve(directory, each) : []));
}

function tickOption(given: string | undefined): Tick | null {
  const tick = ticks.find(each => each === given);
  if (given !== undefined && tick === undefined) throw new UsageError(`--tick takes one of ${ticks.join(', ')}.`);
  return tick ?? null;
}
