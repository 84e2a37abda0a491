import {
  type AnalysedRule,
  type OpenPart,
  type PeriodStory,
  reasonInWords,
  type RuleStory,
  type Witness,
} from '../../engine/index.ts';
import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import { ruleName, type Rule } from '../../engine/model/rule-set.ts';
import { deciderOf, doing, nameOf, outcomeInWords } from '../../language/findings/fact-words.ts';
import type { Finding } from '../../language/findings/finding.ts';
import type { Range } from '../../language/location.ts';
import type { Project } from '../../language/source/project/project.ts';
import { findingLines, findingReport } from './findings.ts';
import { painter, type Paint } from './paint.ts';
import { tryCommand, withGrants } from './witness.ts';
import { writtenInput } from '../../engine/model/written-input.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';

/** A rule with its explanation and its findings. */
export interface ExplainedRule {
  rule: Rule;
  place: { uri: string; range: Range };
  /** Null if the rule is a draft or retired. */
  story: RuleStory | null;
  findings: Finding[];
}

export interface StoriesContext {
  project: Project;
  show: (uri: string) => string;
  color: boolean;
}

function text(explained: readonly ExplainedRule[], context: StoriesContext): Printed {
  return forPeople(explained.flatMap((each, at) => [...(at === 0 ? [] : ['']), ...ruleText(each, context)]));
}

function ruleText({ rule, place, story, findings }: ExplainedRule, { project, show, color }: StoriesContext): string[] {
  const paint = painter(color);
  const { start } = place.range;
  const name = ruleName({ id: rule.id, version: rule.version ?? 1 });
  const head = [
    `${paint('bold', name)}  ${paint('dim', `${show(place.uri)}:${start.line + 1}:${start.character + 1}`)}`,
    ...(rule.title === undefined ? [] : [`  ${rule.title}`]),
  ];
  if (story === null)
    return [...head, `  It is ${rule.status === 'retired' ? 'retired' : 'a draft'}, so it never decides.`];
  const chapter = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines.map(line => `  ${line}`)];
  const example = (witness: Witness | null) => [
    ...witnessLines(witness, paint),
    ...(witness === null ? [] : [paint('dim', tryCommand(show(project.uri), writtenInput(witness)))]),
  ];
  return [
    ...head,
    `  ${placeInWords(story)}. When it decides, it ${doing(rule)}.`,
    ...chapter('When it fires', firingLines(story)),
    ...story.periods.flatMap(period => chapter(periodTitle(period, story), periodLines(project, period, paint))),
    ...(story.periods.length === 0 && story.place !== null
      ? chapter('Decides nothing', ['It is never in force.'])
      : []),
    ...chapter('An input that it decides', example(story.decides)),
    ...(story.matters === null
      ? []
      : chapter(withoutIt(project, story.matters.instead), example(story.matters.witness))),
    ...(story.decides !== null &&
    story.matters === null &&
    story.undecided.every(({ question }) => question !== 'matters')
      ? chapter('Without it', ['Nothing would change: the rules that would decide instead have the same outcome.'])
      : []),
    ...chapter(
      'Rules that never decide because of it, alone or with others',
      story.takes.map(({ rule: other }) => nameOf(project, other)),
    ),
    ...chapter(
      'Findings',
      findings.flatMap(finding => findingLines(finding, { show, color })),
    ),
    ...chapter(
      'Undecided',
      story.undecided.map(part => `${partInWords(project, part)}. ${reasonInWords([part.because])}`),
    ),
  ];
}

function placeInWords({ place, rule }: RuleStory): string {
  if (place === null) return 'In shadow: its decisions are recorded and have no effect';
  const { from, until } = rule;
  return `Rule ${place.position} of ${place.of} in deciding order${within({ from, until })}`;
}

function within({ from, until }: { from: number; until: number }): string {
  const since = Number.isFinite(from) ? ` from ${formatTimestamp(from)}` : '';
  return `${since}${Number.isFinite(until) ? ` until ${formatTimestamp(until)}` : ''}`;
}

function firingLines({ fires, onUnknown, rule }: RuleStory): string[] {
  const then = onUnknown === 'fires' ? 'it fires' : 'it does not fire';
  const unknown =
    onUnknown === null
      ? []
      : [`If a missing signal makes its condition unknown, ${then} (onUnknown: ${rule.onUnknown}).`];
  if (fires === null) return ['In too many cases to list: see its condition.', ...unknown];
  const { conditions, more } = fires;
  if (conditions.length === 0) return ['Never: no input satisfies its condition.'];
  if (conditions.length === 1 && conditions[0] === 'true') return ['On every input.'];
  return [
    ...conditions.map((condition, at) => (at === 0 ? condition : `or ${condition}`)),
    ...(more === 0 ? [] : [`or in ${more} more ${more === 1 ? 'case' : 'cases'}`]),
    ...unknown,
  ];
}

function periodTitle(period: PeriodStory, story: RuleStory): string {
  const when = within(period);
  return `Decides ${extent(period, story)} the inputs on which it fires${when === '' ? '' : `,${when}`}`;
}

function extent({ never, takenBy, complete, decides, from, until }: PeriodStory, story: RuleStory): string {
  if (never) return 'none of';
  if (takenBy.length === 0 && complete) return 'all of';
  if (story.decides === null) return 'some, if any, of';
  const { at } = story.decides;
  const isShown = at === null || (from <= at && at < until);
  return isShown || decides > 0 ? 'some of' : 'some, if any, of';
}

/** The most rules to name; the rest are counted. */
const maxTakers = 10;

function periodLines(project: Project, period: PeriodStory, paint: Paint): string[] {
  const named = period.takenBy.length > maxTakers + 1 ? period.takenBy.slice(0, maxTakers) : period.takenBy;
  const rest = period.takenBy.slice(named.length);
  const isOnly = period.never && period.complete && period.takenBy.length === 1;
  const lines = named.flatMap(({ rule, witness }) => [
    `${nameOf(project, rule)} comes first on ${isOnly ? 'all' : 'some'} of them, and ${doing(rule.rule)}`,
    ...witnessLines(witness, paint).map(line => `  ${line}`),
  ]);
  if (rest.length === 0) return lines;
  return [...lines, `${rest.length} more rules come first on others of them (all with --format json)`];
}

function withoutIt(project: Project, instead: AnalysedRule | null): string {
  const { name, outcome } = deciderOf(project, instead);
  const nothing = instead === null && project.ruleSet.default === undefined;
  return nothing
    ? 'An input on which, without it, no rule would decide and the agent would pause'
    : `An input that, without it, ${name} would decide: ${outcomeInWords(outcome)}`;
}

function partInWords(project: Project, { question, by }: OpenPart): string {
  switch (question) {
    case 'decides':
      return 'Whether it decides any input';
    case 'matters':
      return 'Whether anything would change without it';
    case 'takenBy':
      return by === undefined ? 'Whether others come first' : `Whether ${nameOf(project, by)} takes inputs from it`;
  }
}

function witnessLines(witness: Witness | null, paint: Paint): string[] {
  if (witness === null) return [];
  const { free } = witness;
  return [
    `${JSON.stringify(witness.input)}${withGrants(witness.grants)}`,
    ...(free.length === 0 ? [] : [paint('dim', `for any value of ${free.map(name => `\`${name}\``).join(', ')}`)]),
  ];
}

/** Matches `schemas/explain-report.schema.json`. */
function json(explained: readonly ExplainedRule[], { show }: StoriesContext): Printed {
  const rules = explained.map(({ rule, place, story, findings }) => ({
    rule: ruleName({ id: rule.id, version: rule.version ?? 1 }),
    file: show(place.uri),
    range: place.range,
    status: rule.status ?? 'active',
    place: story?.place ?? null,
    fires: story === null ? null : (story.fires ?? { conditions: null, more: 0 }),
    onUnknown: story?.onUnknown ?? null,
    periods: (story?.periods ?? []).map(({ from, until, decides, never, exact, takenBy }) => ({
      from: timeOf(from),
      until: timeOf(until),
      decides,
      never,
      exact,
      takenBy: takenBy.map(({ rule: other, share, witness }) => ({
        rule: ruleName(other.ref),
        decision: other.rule.decide,
        to: other.rule.to ?? null,
        share,
        witness: witnessReport(witness),
      })),
    })),
    decides: witnessReport(story?.decides ?? null),
    matters: story?.matters
      ? {
          instead: story.matters.instead === null ? null : ruleName(story.matters.instead.ref),
          witness: witnessReport(story.matters.witness),
        }
      : null,
    takes: (story?.takes ?? []).map(({ rule: other, share, exact }) => ({ rule: ruleName(other.ref), share, exact })),
    undecided: (story?.undecided ?? []).length > 0,
    open: (story?.undecided ?? []).map(({ question, by, because }) => ({
      question,
      by: by === undefined ? null : ruleName(by.ref),
      because: because.kind,
      clauses: because.kind === 'values' ? because.clauses : [],
    })),
    findings: findings.map(finding => findingReport(finding, show)),
  }));
  return asJson({ rules });
}

function timeOf(time: number): string | null {
  return Number.isFinite(time) ? formatTimestamp(time) : null;
}

function witnessReport(witness: Witness | null): object | null {
  if (witness === null) return null;
  return { ...writtenInput(witness), free: witness.free };
}

export const storyFormats = { text, json } as const;
