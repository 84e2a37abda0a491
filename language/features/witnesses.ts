import type { Fact, FactOf } from '../../engine/index.ts';
import type { Json } from '../../engine/model/json.ts';
import { writtenInput, type WrittenInput } from '../../engine/model/written-input.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import type { Finding } from '../findings/finding.ts';
import type { Range } from '../location.ts';
import type { Project } from '../source/project/project.ts';

/** An input that demonstrates a finding, with its name in the simulator and as a sample. */
export interface NamedWitness extends WrittenInput {
  name: string;
}

export interface FindingWitness extends NamedWitness {
  /** What it demonstrates, in a few words that begin in lower case: `shadowed by legal-threat`. */
  shows: string;
  /** The rule that decides the input, if `shows` does not already name it; else null. */
  decider: string | null;
}

/** The inputs that demonstrate a finding: none, one, or two if the finding is about the difference between them. */
export function witnessesOf(finding: Finding, facts: readonly Fact[]): FindingWitness[] {
  const { witness, code, rule } = finding;
  if (witness === null) return [];
  const kind = code.replaceAll('-', ' ');
  const about = rule === null ? '' : `: ${rule}`;
  const named = (given: typeof witness, shows: string, addition = ''): FindingWitness => ({
    name: `${capitalised(kind)}${about}${addition}`,
    ...given,
    shows,
    decider: null,
  });
  const opening = indexOf(facts).openings.get(witness.input);
  if (opening === undefined) return [{ ...named(witness, kind), ...shadowing(finding, facts) }];
  const before = writtenInput(opening.with.witness);
  const [without, present] = [`without ${opening.signal}`, `with ${opening.signal}`];
  return [named(witness, `${kind} ${without}`, `, ${without}`), named(before, present, `, ${present}`)];
}

interface FactIndex {
  /** By name of the shadowed rule. */
  shadowed: Map<string, FactOf<'shadowed-rule'>>;
  /** By the identity of the input without the signal. */
  openings: Map<Json, FactOf<'fails-open'>>;
}

const indexes = new WeakMap<readonly Fact[], FactIndex>();

function indexOf(facts: readonly Fact[]): FactIndex {
  const known = indexes.get(facts);
  if (known !== undefined) return known;
  const index: FactIndex = { shadowed: new Map(), openings: new Map() };
  for (const fact of facts) {
    if (fact.kind === 'shadowed-rule') index.shadowed.set(ruleName(fact.rule.ref), fact);
    if (fact.kind === 'fails-open') index.openings.set(fact.without.witness.input, fact);
  }
  indexes.set(facts, index);
  return index;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** For a rule that never decides: shadowed by one rule alone, or by several, one of which decides this input. */
function shadowing({ code, rule }: Finding, facts: readonly Fact[]): Partial<FindingWitness> {
  const fact = code === 'shadowed-rule' && rule !== null ? indexOf(facts).shadowed.get(rule) : undefined;
  const [decider] = fact?.cover.deciders ?? [];
  if (fact === undefined || decider === undefined) return {};
  const { ref } = decider.rule;
  const name = ref.version === 1 ? ref.id : ruleName(ref);
  if (fact.cover.alone.includes(decider.rule)) return { shows: `shadowed by ${name}` };
  return { shows: 'never decides', decider: name };
}

/** A lens above a rule, an invariant or another place that the analysis has a result for. */
export interface AnalysisLens {
  range: Range;
  title: string;
  /** The input that a click opens in the simulator; null if there is none. */
  witness: NamedWitness | null;
  /** Index in the document's `rules` of the rule below the lens, else null. */
  rule: number | null;
}

/** A lens for each finding with a witness, and one for each invariant that was proved, found broken or left undecided. */
export function analysisLenses(project: Project, findings: readonly Finding[], facts: readonly Fact[]): AnalysisLens[] {
  return [...witnessLenses(project, findings, facts), ...invariantLenses(project, facts)];
}

function witnessLenses(
  { document, kind, uri }: Project,
  findings: readonly Finding[],
  facts: readonly Fact[],
): AnalysisLens[] {
  if (kind === 'library') return [];
  const seen = new Set<string>();
  return findings.flatMap(finding => {
    if (finding.uri !== uri || finding.witness === null) return [];
    const [list, index] = document.placeAt(finding.range.start).path;
    // Invariants have lenses of their own.
    if (list === 'invariants') return [];
    const rule = list === 'rules' && typeof index === 'number' ? index : null;
    const range = firstLine(rule === null ? finding.range : document.rangeOf(['rules', rule]));
    return witnessesOf(finding, facts).flatMap(({ shows, decider, ...witness }) => {
      const title = `${capitalised(shows)}: show an example${decider === null ? '' : ` (${decider} decides)`}`;
      // One lens is enough for several findings of a kind on one line.
      const key = `${range.start.line} ${title}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ range, title, witness, rule }];
    });
  });
}

function invariantLenses(project: Project, facts: readonly Fact[]): AnalysisLens[] {
  const { document, uri } = project;
  const undecided = new Set(
    facts.flatMap(fact =>
      fact.kind === 'analysis-incomplete' ? fact.undecided.flatMap(({ invariant }) => invariant ?? []) : [],
    ),
  );
  const answers = new Map(
    facts.flatMap(fact =>
      fact.kind === 'invariant-proved' || fact.kind === 'invariant-violated' ? [[fact.invariant, fact]] : [],
    ),
  );
  return (project.ruleSet.invariants ?? []).flatMap((invariant, index): AnalysisLens[] => {
    const origin = project.originOf(['invariants', index]);
    if (origin?.uri !== uri) return [];
    const lens = { range: firstLine(document.rangeOf(origin.path)), rule: null, witness: null };
    const known = answers.get(index);
    switch (known?.kind) {
      case 'invariant-proved': {
        const title = known.vacuous ? 'Proved: no input meets its `when`' : 'Proved for all inputs';
        return [{ ...lens, title }];
      }
      case 'invariant-violated': {
        const witness = { name: `Broken invariant: ${invariant.id}`, ...writtenInput(known.witness) };
        return [{ ...lens, title: 'Broken: show an example', witness }];
      }
      default:
        return undecided.has(index) ? [{ ...lens, title: 'Undecided: neither proved nor broken' }] : [];
    }
  });
}

/** The first free sample name: `Gap`, `Gap (2)`, … */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name} (${number})`;
    if (!taken.has(tried)) return tried;
  }
}

function firstLine({ start }: Range): Range {
  return { start, end: start };
}
