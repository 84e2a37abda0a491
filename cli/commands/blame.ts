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
  summary: 'tell the decision on an input through all versions, and who changed it',
  usage: 'handrail blame INPUT [RULESET] [--at TIME] [--format FORMAT]\n       handrail blame --input JSON [RULESET] …',
  formats: Object.keys(blameFormats),
  options: { input: { type: 'string', short: 'i' }, at: { type: 'string' } },
  help: [
    'INPUT is a JSON file, - for standard input, or the document itself. RULESET may be left out where there is only one.',
    'Versions are the commits that changed the file, also under earlier names, or what it imports; what is not committed yet;',
    'and the releases. Only those are shown that decide differently, or by another rule, than the ones that they were made from.',
    '',
    '  --input JSON  the input, instead of as the first operand',
    '  --at TIME     the decision time with every version (RFC 3339); default now',
    '',
    'Examples:',
    '  handrail blame case.json rules/refunds.escalation.yaml',
    '  handrail blame --input \'{"amount": 20}\' --format json',
  ].join('\n'),
  async run(operands, options, surroundings) {
    const { given, rest } = inputOperand(operands, options, 'blame');
    const at = decisionTime(options, surroundings);
    const input = await readInput(given, surroundings);
    const sources = versionSources(surroundings);
    try {
      const decide = decidingOn(input, at);
      const { histories, ...ruleSet } = await historiesOf(rest, { until: null }, { decide, sources, surroundings });
      const lines = histories.map(each => ({ ...each, changes: decisionChanges(each.versions, decisionName) }));
      const format = blameFormats[options['format'] as keyof typeof blameFormats];
      await surroundings.out(format({ ...ruleSet, input, at, lines }, surroundings));
      return 0;
    } finally {
      sources.close();
    }
  },
};

/** The input that a command is about: `--input`, or else the first operand. */
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
