import type { Command } from '../command.ts';
import { displayPath } from '../disk-workspace.ts';
import { outcomeFormats } from '../formats/outcome.ts';
import { whoDoes } from './identity.ts';
import { giveOpinion } from './opinion.ts';
import { onePath, sayingOptions, textOption, whyOption } from './options.ts';
import { folderOf } from './signers.ts';
import { ruleFileAt } from './working-copy.ts';
import { writing } from './writing.ts';

/** `handrail approve` and `handrail reject`, which differ in what they say. */
export function opinionCommand(name: 'approve' | 'reject', words: Pick<Command, 'summary' | 'help'>): Command {
  return {
    name,
    ...words,
    usage: `handrail ${name} RULESET --why REASON [--who "NAME <EMAIL>"] [--role ROLE] [--sign KEY]`,
    formats: Object.keys(outcomeFormats),
    options: sayingOptions,
    async run(paths, options, surroundings) {
      const uri = await ruleFileAt(onePath(paths, `handrail ${name} RULESET --why "…"`), surroundings);
      const opinion = {
        why: whyOption(options, name),
        who: await whoDoes(options, folderOf(uri)),
        role: textOption(options, 'role') ?? null,
        now: surroundings.now,
      };
      const sign = textOption(options, 'sign');
      const outcome = await writing(name, uri, { surroundings, sign }, each => giveOpinion(name, each, opinion));
      const show = (each: string) => displayPath(each, surroundings.directory);
      const write = outcomeFormats[options['format'] as keyof typeof outcomeFormats];
      await surroundings.out(write(outcome, { show, color: surroundings.color, file: show(uri) }));
      return outcome.refused === null ? 0 : 1;
    },
  };
}
