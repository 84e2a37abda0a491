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
    'Every version between is decided, so a decision that changed back and forth is shown in full. Versions are those of',
    '`handrail blame`; releases where there is no git.',
    '',
    '  --expect DECISION|JSON  continue, pause, route, escalate or stop; or any of what a sample expects:',
    '                          {"decide":"escalate","to":"support-l1","rule":"legal-threat"}',
    '  --good REV              a revision at which the decision was as expected; default: look from the beginning',
    '  --bad REV               a revision at which it is not; default: the working copy',
    '  --at TIME               the decision time with every version (RFC 3339); default now',
    '',
    'Exit codes: 0 found, 1 no version between changes it, 2 bad usage, or --good or --bad is not what it says.',
    '',
    'Examples:',
    '  handrail bisect case.json rules/refunds.escalation.yaml --expect escalate',
    '  handrail bisect --input \'{"amount": 1500}\' --expect \'{"to":"support-l1"}\' --good v2.1 --bad v2.4',
  ].join('\n'),
  async run(operands, options, surroundings) {
    const { given, rest } = inputOperand(operands, options, 'bisect');
    const expect = expectationIn(options['expect']);
    const at = decisionTime(options, surroundings);
    const input = await readInput(given, surroundings);
    const sources = versionSources(surroundings);
    try {
      const range = await rangeIn(options, sources);
      const decide = decidingOn(input, at);
      const { histories, ...ruleSet } = await historiesOf(rest, range, { decide, sources, surroundings });
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
      await surroundings.out(format({ ...ruleSet, input, expect, at, of, versions, flips }, surroundings));
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
  if (!isJsonObject(value)) throw unclear('this is no object');
  const unknown = Object.keys(value).find(key => !(expectationKeys as readonly string[]).includes(key));
  if (unknown !== undefined) throw unclear(`a sample expects no \`${unknown}\``);
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
  const not = name === 'good' ? 'which is not what is expected' : 'which is what is expected';
  throw new UsageError(`At --${name} ${given} it is ${decisionText(end.decision)}, ${not}.`);
}
