import { ruleName } from '../../engine/model/rule-set.ts';
import type { Command, OptionValues } from '../command.ts';
import { UsageError } from '../command.ts';
import { decisionTime } from '../decision-time.ts';
import { decisionChanges, decidingOn } from '../decisions.ts';
import { readInput } from '../document.ts';
import { blameFormats } from '../formats/blame.ts';
import { historiesOf } from '../histories.ts';
import type { VersionDecision } from '../versions/history.ts';
import { versionSources } from '../versions/sources.ts';

export const blame: Command = {
  name: 'blame',
  summary: 'show which versions changed the decision for an input, and who made them',
  usage: 'handrail blame INPUT [RULESET] [--at TIME] [--format FORMAT]\n       handrail blame --input JSON [RULESET] …',
  formats: Object.keys(blameFormats),
  options: { input: { type: 'string', short: 'i' }, at: { type: 'string' } },
  help: [
    'INPUT is a JSON file, - for standard input, or the document itself. RULESET may be omitted if there is only one.',
    'Versions are the commits that changed the file, under its current or an earlier name, or its imports; uncommitted changes;',
    'and the releases. Only versions that decide differently from their parents, or by another rule, are shown.',
    '',
    '  --input JSON  the input, instead of the operand INPUT',
    '  --at TIME     the decision time for every version (RFC 3339); default: now',
    '',
    'Examples:',
    '  handrail blame case.json rules/refunds.escalation.yaml',
    '  handrail blame --input \'{"amount": 20}\' --format json',
  ].join('\n'),
  async run(operands, options, context) {
    const { given, rest } = inputOperand(operands, options, 'blame');
    const at = decisionTime(options, context);
    const input = await readInput(given, context);
    const sources = versionSources(context);
    try {
      const decide = decidingOn(input, at);
      const { histories, ...ruleSet } = await historiesOf(rest, { until: null }, { decide, sources, context });
      const lines = histories.map(each => ({ ...each, changes: decisionChanges(each.versions, decisionName) }));
      const format = blameFormats[options['format'] as keyof typeof blameFormats];
      await context.out(format({ ...ruleSet, input, at, lines }, context));
      return 0;
    } finally {
      sources.close();
    }
  },
};

/** The input of a command, from `--input` or the first operand, and the operands after it. */
export function inputOperand(
  operands: readonly string[],
  options: OptionValues,
  command: string,
): { given: string; rest: readonly string[] } {
  const option = options['input'];
  if (typeof option === 'string') return { given: option, rest: operands };
  const [given, ...rest] = operands;
  if (given === undefined)
    throw new UsageError(
      `Which input? Name a JSON file, or - for standard input: \`handrail ${command} INPUT [RULESET]\`.`,
    );
  return { given, rest };
}

function decisionName(decision: VersionDecision): string {
  if (typeof decision === 'string') return decision;
  const { decision: decide, to, payload, rule } = decision;
  return JSON.stringify([decide, to, payload?.contract ?? null, rule === null ? null : ruleName(rule)]);
}
