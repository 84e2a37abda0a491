import type { Command } from '../command.ts';
import { outcomeFormats } from '../formats/outcome.ts';
import { whoDoes } from './identity.ts';
import { readReviews } from './given-review.ts';
import { giveOpinion } from './opinion.ts';
import { onePath, entryOptions, textOption, whyOption } from './options.ts';
import { allowedSignersFor, folderOf } from './signers.ts';
import { ruleFileAt } from './working-copy.ts';
import { say } from './say.ts';

/** Creates `handrail approve` or `handrail reject`. */
export function opinionCommand(name: 'approve' | 'reject', words: Pick<Command, 'summary' | 'help'>): Command {
  return {
    name,
    ...words,
    usage: `handrail ${name} RULESET --why REASON [--who "NAME <EMAIL>"] [--role ROLE] [--review FILE] [--sign KEY] [--dry-run]`,
    formats: Object.keys(outcomeFormats),
    options: {
      ...entryOptions,
      review: { type: 'string' },
      'dry-run': { type: 'boolean' },
      'allowed-signers': { type: 'string' },
    },
    async run(paths, options, context) {
      const uri = await ruleFileAt(onePath(paths, `handrail ${name} RULESET --why "…"`), context);
      const dryRun = options['dry-run'] === true;
      const review = textOption(options, 'review');
      const opinion = {
        why: dryRun ? (textOption(options, 'why') ?? '') : whyOption(options, name),
        dryRun,
        who: await whoDoes(options, folderOf(uri)),
        allowedSigners: await allowedSignersFor(options, folderOf(uri), context.directory),
        role: textOption(options, 'role') ?? null,
        reviews: review === undefined ? null : await readReviews(review, context),
        now: context.now,
      };
      return say(name, uri, options, context, each => giveOpinion(name, each, opinion));
    },
  };
}
