import type { FactOf } from '../../engine/index.ts';
import type { DefaultOutcome } from '../../engine/model/rule-set.ts';
import { entryLines, flowText } from '../features/yaml-text.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';
import { expressionText } from './expression-edit.ts';
import { appendItem } from './list-edit.ts';
import { proposal, writtenAt, type Proposal, type TextEdit } from './proposal.ts';

/** A rule for more regions than this would be a second default. */
const maxRegions = 4;
/** Longer conditions are left out of the title. */
const maxInTitleLength = 30;

/** Adds a rule at the end for uncovered inputs: for all of them if they are few regions, and for the first region alone. */
export function coverInputs({ regions, more }: FactOf<'uncovered-input'>, project: Project): Proposal[] {
  const outcome = safestOutcome(project);
  const conditions = regions.map(({ condition }) => condition);
  const [first] = conditions;
  if (first === undefined || first === 'true') return [];
  const whole = !more && conditions.length <= maxRegions;
  const where = first.length <= maxInTitleLength ? `for \`${first}\`` : 'for the first of these regions';
  const title = (inputs: string) => `Add a rule ${inputs} (${outcome.decide})`;
  return [
    ...(whole && conditions.length > 1
      ? proposal(title('for these inputs'), withRule(project, conditions, outcome))
      : []),
    ...proposal(
      title(whole && conditions.length === 1 ? 'for these inputs' : where),
      withRule(project, [first], outcome),
      facts =>
        facts.every(
          fact => fact.kind !== 'uncovered-input' || fact.regions.every(({ condition }) => condition !== first),
        ),
    ),
  ];
}

/** `escalate` to the person and with the payload that rules use most often; `pause` if no rule escalates. */
function safestOutcome({ ruleSet }: Project): Pick<DefaultOutcome, 'decide' | 'to' | 'payload'> {
  const used = [...ruleSet.rules, ...(ruleSet.default === undefined ? [] : [ruleSet.default])].filter(
    ({ decide, to }) => decide === 'escalate' && to !== undefined && ruleSet.targets?.[to]?.kind === 'human',
  );
  const to = mostFrequent(used.map(outcome => outcome.to));
  if (to === undefined) return { decide: 'pause' };
  const payload = mostFrequent(used.filter(outcome => outcome.to === to).map(outcome => outcome.payload));
  return { decide: 'escalate', to, ...(payload === undefined ? {} : { payload }) };
}

/** The most frequent name, the first of several; undefined if there are none. */
function mostFrequent(names: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [
    undefined as string | undefined,
    0,
  ] as const)[0];
}

interface NewRule {
  id: string;
  /** Conditions of which one has to hold. */
  conditions: readonly string[];
  rest: Readonly<Record<string, string>>;
}

function withRule(
  project: Project,
  conditions: readonly string[],
  { decide, to, payload }: Pick<DefaultOutcome, 'decide' | 'to' | 'payload'>,
): TextEdit[] | null {
  if (conditions.some(text => project.checker.condition(text).problems.length > 0)) return null;
  const written = writtenAt(project, ['rules', 0]);
  if (written === null) return null;
  const { document } = written;
  const list = written.path.slice(0, -1);
  const rest: Record<string, string> = {
    decide,
    ...(to === undefined ? {} : { to }),
    ...(payload === undefined ? {} : { payload }),
    reason: 'No other rule decides this case.',
  };
  const rule: NewRule = { id: freshId(project), conditions, rest };
  return appendItem(document, list, {
    flow: () => inBraces(document, rule),
    lines: () => ruleLines(document, list, rule),
  });
}

function freshId({ ruleSet }: Project): string {
  const taken = new Set(ruleSet.rules.map(({ id }) => id));
  let id = 'not-covered';
  for (let number = 2; taken.has(id); number++) id = `not-covered-${number}`;
  return id;
}

/** The lines of a rule; one line in braces if the last rule of the list is written so. */
function ruleLines(document: SourceDocument, list: SourcePath, rule: NewRule): string[] {
  const sequence = document.nodeAt(list);
  const last = sequence?.kind === 'sequence' ? sequence.items.at(-1) : undefined;
  if (last?.kind === 'mapping' && last.flow) return [inBraces(document, rule)];
  const { id, conditions, rest } = rule;
  const texts = conditions.map(condition => expressionText(condition, false));
  return [
    `id: ${id}`,
    ...(texts.length === 1 ? [`when: ${texts[0] ?? ''}`] : ['when:', '  any:', ...texts.map(text => `    - ${text}`)]),
    ...Object.entries(rest).flatMap(([key, value]) => entryLines(key, value, 0, 2, true)),
  ];
}

function inBraces(document: SourceDocument, { id, conditions, rest }: NewRule): string {
  if (document.format === 'json') {
    const entries = Object.entries({
      id,
      when: conditions.length === 1 ? conditions[0] : { any: conditions },
      ...rest,
    });
    return `{ ${entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')} }`;
  }
  const texts = conditions.map(condition => expressionText(condition, true));
  const when = texts.length === 1 ? texts[0] : `{ any: [${texts.join(', ')}] }`;
  const others = Object.entries(rest).map(([key, value]) => `${key}: ${flowText(value)}`);
  return `{ id: ${id}, when: ${when ?? ''}, ${others.join(', ')} }`;
}
