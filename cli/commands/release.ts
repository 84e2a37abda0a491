import path from 'node:path';
import { UsageError, type Command } from '../command.ts';
import { outcomeFormats } from '../formats/outcome.ts';
import { whoDoes } from '../releases/identity.ts';
import { onePath, sayingHelp, sayingOptions, textOption } from '../releases/options.ts';
import { publish, ticks, type Tick } from '../releases/publish.ts';
import { allowedSignersFor, folderOf } from '../releases/signers.ts';
import { ruleFileAt } from '../releases/working-copy.ts';
import { say } from '../releases/say.ts';

export const release: Command = {
  name: 'release',
  summary: 'publish a version of a rule set: a snapshot that stays, and an entry in its log',
  usage: 'handrail release RULESET [--version VERSION | --tick auto|patch|minor|major] [--why REASON] [--dry-run]',
  formats: Object.keys(outcomeFormats),
  options: {
    ...sayingOptions,
    version: { type: 'string' },
    tick: { type: 'string' },
    'dry-run': { type: 'boolean' },
    'allowed-signers': { type: 'string' },
    outside: { type: 'string', multiple: true },
  },
  help: [
    'Publishes the rule file as it is, if it has no errors, its samples pass, its version goes up as far as its changes ask',
    'for (loosened: major; tightened or rerouted: minor; no decision changes: patch), and as many people have approved',
    'it as `governance.requiredApprovals` says. The snapshot and the log lie in releases/NAME, beside the rule file.',
    '',
    '  --version VERSION     the version to release; it is written into the rule file',
    '  --tick STEP           raise the version from the last release: auto takes the step that the changes ask for',
    '  --why REASON          what for; the log keeps it',
    '  --dry-run             say what would happen, and do nothing',
    '  --allowed-signers FILE  approvals whose signature does not hold by this file do not count',
    "                        (default: git's gpg.ssh.allowedSignersFile)",
    '  --outside PATH        copy this file, although it lies outside of the repository; once for each file',
    ...sayingHelp,
    '',
    'Examples:',
    '  handrail release refunds.escalation.yaml --tick auto --why "Large refunds go to a person"',
    '  handrail release refunds.escalation.yaml --dry-run --format json',
  ].join('\n'),
  async run(paths, options, surroundings) {
    const uri = await ruleFileAt(onePath(paths, 'handrail release RULESET'), surroundings);
    const directory = folderOf(uri);
    const version = textOption(options, 'version') ?? null;
    const tick = tickOption(textOption(options, 'tick'));
    if (version !== null && tick !== null)
      throw new UsageError('--version says the version, so there is nothing to --tick.');
    const publishing = {
      who: await whoDoes(options, directory),
      role: textOption(options, 'role') ?? null,
      why: textOption(options, 'why') ?? null,
      version,
      tick,
      dryRun: options['dry-run'] === true,
      allowedSigners: await allowedSignersFor(options, directory, surroundings.directory),
      outside: outsideOption(options['outside'], surroundings.directory),
      now: surroundings.now,
    };
    return say('release', uri, options, surroundings, each => publish(each, publishing));
  },
};

/** The files that a release may copy from outside of the repository. */
function outsideOption(given: unknown, directory: string): string[] {
  const paths: unknown[] = Array.isArray(given) ? given : [];
  return paths.flatMap(each => (typeof each === 'string' ? path.resolve(directory, each) : []));
}

function tickOption(given: string | undefined): Tick | null {
  const tick = ticks.find(each => each === given);
  if (given !== undefined && tick === undefined) throw new UsageError(`--tick takes one of ${ticks.join(', ')}.`);
  return tick ?? null;
}
