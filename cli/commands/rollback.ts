import { leastVersion } from '../../engine/index.ts';
import { UsageError, type Command } from '../command.ts';
import { outcomeFormats } from '../formats/outcome.ts';
import { whoDoes } from '../releases/identity.ts';
import { entryHelp, entryOptions, textOption, whyOption } from '../releases/options.ts';
import { rollBack } from '../releases/roll-back.ts';
import { folderOf } from '../releases/signers.ts';
import { onlyReleasedFile, ruleFileAt } from '../releases/working-copy.ts';
import { say } from '../releases/say.ts';

export const rollback: Command = {
  name: 'rollback',
  summary: 'restore an earlier release in the working copy, under a new version',
  usage: 'handrail rollback [RULESET] VERSION --why REASON [--dry-run] [--discard]',
  formats: Object.keys(outcomeFormats),
  options: { ...entryOptions, 'dry-run': { type: 'boolean' }, discard: { type: 'boolean' } },
  help: [
    'Restores the content of that release in the rule file, under the next version that its changes require, and records in',
    'the log who did so and why. `handrail release` then publishes it, with the approvals that it needs. RULESET may be',
    'omitted if only one rule set has releases here.',
    '',
    '  --why REASON          what is wrong with the current version; kept in the log',
    '  --dry-run             show what it would undo, and change nothing',
    '  --discard             discard edits of the rule file that are neither released nor committed',
    ...entryHelp,
    '',
    'Examples:',
    '  handrail rollback refunds.escalation.yaml 2.2.0 --why "2.3.0 lets large refunds through"',
    '  handrail rollback refunds.escalation.yaml 2.2.0 --why "Trying" --dry-run',
  ].join('\n'),
  async run(paths, options, context) {
    const [to, given, ...more] = paths.toReversed();
    if (to === undefined || more.length > 0 || leastVersion(to, 'none') === null)
      throw new UsageError('Which rule set, and to which version? `handrail rollback RULESET VERSION --why "…"`.');
    const uri = given === undefined ? await onlyReleasedFile(context) : await ruleFileAt(given, context);
    const rolling = {
      to,
      why: whyOption(options, 'rollback'),
      who: await whoDoes(options, folderOf(uri)),
      role: textOption(options, 'role') ?? null,
      dryRun: options['dry-run'] === true,
      discard: options['discard'] === true,
      now: context.now,
    };
    return say('rollback', uri, options, context, each => rollBack(each, rolling));
  },
};
