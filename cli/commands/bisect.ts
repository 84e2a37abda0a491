import { decisions, type Decision } from '../../engine/model/rule-set.ts';
import { expectationKeys, unmetExpectations } from '../../engine/model/expectation.ts';
import { isJsonObject, type Json } from '../../engine/model/json.ts';
import type { Expectation } from '../../engine/model/samples.ts';
import { UsageError, type Command, type OptionValues } from '../command.ts';
import { decisionTime } from '../decision-time.ts';
import { decisionChanges, decidingOn } from '../decisions.ts';
import { readInput } from '../document.ts';
import { bisectFormats } from '../formats/bisect.ts';
import { decisionText } from '../formats/decisions.ts';
import { historiesOf, type HistoryRange } from '../histories.ts';
import type { HistoryVersion, VersionDecision } from '../versions/history.ts';
import { versionSources, type Sources } from '../versions/sources.ts';
import { inputOperand } from './blame.ts';

export const bisect: Command = {
  name: 'bisect',
  summary: 'find the version that changed the decision for an input',
  usage:
    'handrail bisect INPUT [RULESET] --expect DECISION|JSON [--good REV] [--bad REV] [--at TIME] [--format FORMAT]\n       handrail bisect --input JSON [RULESET] --expect …',
  formats: Object.keys(bisectFormats),
  options: {
    input: { type: 'string', short: 'i' },
    expect: { type: 'string' },
    good: { type: 'string' },
    bad: { type: 'string' },
    at: { type: 'string' },
  },
  help: [
    'Evaluates every version in the range, so a decision that changed back and forth is shown in full. Versions are those of',
    '`handrail blame`, or the releases if there is no git repository.',
    '',
    '  --expect DECISION|JSON  continue, pause, route, escalate, deny or stop; or what a sample can expect, as JSON:',
    '                          {"decide":"escalate","to":"support-l1","rule":"legal-threat"}',
    '  --good REV              a revision with the expected decision; default: search the whole history',
    '  --bad REV               a revision without it; default: the working copy',
    '  --at TIME               the decision time for every version (RFC 3339); default: now',
    '',
    'Exit codes: 0 found, 1 no version in the range changes the decision, 2 bad usage, or --good or --bad is wrong.',
    '',
    'Examples:',
    '  handrail bisect case.json rules/refunds.escalation.yaml --expect escalate',
    '  handrail bisect --input \'{"amount": 1500}\' --expect \'{"to":"support-l1"}\' --good v2.1 --bad v2.4',
  ].join('\n'),
  async run(operands, options, context) {
    const { given, rest } = inputOperand(operands, options, 'bisect');
    const expect = expectationIn(options['expect']);
    const at = decisionTime(options, context);
    const input = await readInput(given, context);
    const sources = versionSources(context);
    try {
      const range = await rangeIn(options, sources);
      const decide = decidingOn(input, at);
      const { histories, ...ruleSet } = await historiesOf(rest, range, { decide, sources, context });
      const [history] = histories;
      if (history === undefined) throw new UsageError(`${ruleSet.file} has no history.`);
      const { of, versions } = history;
      const isExpected = (decision: VersionDecision) =>
        typeof decision !== 'string' && unmetExpectations(expect, decision).length === 0;
      checkEnd(versions[0], options['good'], 'good', decision => isExpected(decision));
      checkEnd(versions.at(-1), options['bad'], 'bad', decision => !isExpected(decision));
      const flips = decisionChanges(versions, decision => String(isExpected(decision)))
        .filter(({ before }) => before.length > 0)
        .map(each => ({ ...each, expected: isExpected(each.decision) }));
      const format = bisectFormats[options['format'] as keyof typeof bisectFormats];
      await context.out(format({ ...ruleSet, input, expect, at, of, versions, flips }, context));
      return flips.length > 0 ? 0 : 1;
    } finally {
      sources.close();
    }
  },
};

function expectationIn(given: OptionValues[string]): Expectation {
  if (typeof given !== 'string')
    throw new UsageError('Which decision is expected? `--expect escalate`, or a JSON object.');
  const decision = decisions.find((each): each is Decision => each === given.toLowerCase());
  if (decision !== undefined) return { decide: decision };
  const unclear = (why: string) =>
    new UsageError(`--expect takes ${decisions.join(', ')} or a JSON object of what a sample expects: ${why}.`);
  let value: Json;
  try {
    value = JSON.parse(given) as Json;
  } catch {
    throw unclear(`\`${given}\` is neither`);
  }
  if (!isJsonObject(value)) throw unclear('it is not an object');
  const unknown = Object.keys(value).find(key => !(expectationKeys as readonly string[]).includes(key));
  if (unknown !== undefined) throw unclear(`a sample cannot expect \`${unknown}\``);
  return value;
}

async function rangeIn(options: OptionValues, sources: Sources): Promise<HistoryRange> {
  const { good, bad } = options;
  const until = typeof bad === 'string' ? await (await sources.repository()).revision(bad) : null;
  return typeof good === 'string' ? { until, since: await (await sources.repository()).revision(good) } : { until };
}

function checkEnd(
  end: HistoryVersion | undefined,
  given: OptionValues[string],
  name: 'good' | 'bad',
  holds: (decision: VersionDecision) => boolean,
): void {
  if (typeof given !== 'string' || end === undefined || holds(end.decision)) return;
  const fault = name === 'good' ? 'which is not the expected decision' : 'which is the expected decision';
  throw new UsageError(`--${name} ${given} is wrong: it decides ${decisionText(end.decision)}, ${fault}.`);
}
