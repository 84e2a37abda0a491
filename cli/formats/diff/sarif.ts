import { writtenInput } from '../../../engine/model/written-input.ts';
import type { ChangeClass } from '../../../engine/index.ts';
import { sarifLog, type SarifLevel, type SarifResult, type SarifRule } from '../sarif.ts';
import { deciderReport } from './json.ts';
import { placeOfConsequence, placeOfRegion } from './places.ts';
import { effective, type ComparedRuleSet, type DiffFormat, type RuleSetReport } from './report.ts';
import { regionSentence, summaryOf, titleOf, undecidedLines } from './words.ts';

const levels = { loosened: 'warning', rerouted: 'note', tightened: 'note' } as const satisfies Record<
  ChangeClass,
  SarifLevel
>;

const page = 'docs/ci.md';
const rules: SarifRule[] = [
  {
    id: 'loosened',
    title: 'Less oversight',
    summary: 'Some inputs get a decision that leaves more to the agent than before.',
    page,
    level: levels.loosened,
  },
  {
    id: 'rerouted',
    title: 'Different target',
    summary: 'Some inputs get as much oversight as before, with a different target or payload.',
    page,
    level: levels.rerouted,
  },
  {
    id: 'tightened',
    title: 'More oversight',
    summary: 'Some inputs get a decision that takes more away from the agent than before.',
    page,
    level: levels.tightened,
  },
  {
    id: 'undecided',
    title: 'More inputs may change',
    summary: 'More inputs may get a different decision: none was found, but it could not be ruled out.',
    page,
    level: 'warning',
  },
  {
    id: 'removed-rule-set',
    title: 'Rule set removed',
    summary: 'Nothing decides on its inputs any more.',
    page,
    level: 'warning',
  },
];

/** SARIF 2.1.0: one result for each change of a decision or a handoff, at the rule of the new version that causes it. */
export const sarif: DiffFormat = ({ ruleSets }) => sarifLog(rules, ruleSets.flatMap(resultsOf));

function resultsOf(report: RuleSetReport): SarifResult[] {
  if (report.kind === 'compared')
    return [...regionResults(report), ...undecidedResults(report), ...consequenceResults(report)];
  if (report.kind !== 'removed') return [];
  const start = { line: 0, character: 0 };
  const place = { file: report.before.path, range: { start, end: start } };
  const message = `${titleOf(report)}: ${summaryOf(report)}`;
  return [{ rule: 'removed-rule-set', level: 'warning', message, place, related: [], properties: null }];
}

function regionResults(report: ComparedRuleSet): SarifResult[] {
  const { diff, after } = report;
  return diff.regions.map((region): SarifResult => {
    const { uri, range } = placeOfRegion(region, report);
    return {
      rule: region.class,
      level: levels[region.class],
      message: regionSentence(region, report.measurement),
      place: { file: after.file(uri), range },
      related: [],
      properties: {
        condition: region.condition,
        before: deciderReport(region.before),
        after: deciderReport(region.after),
        witness: writtenInput(region.witness),
      },
      fingerprint: region.id,
    };
  });
}

function undecidedResults({ diff, after }: ComparedRuleSet): SarifResult[] {
  const lines = undecidedLines(diff);
  if (lines.length === 0) return [];
  const start = { line: 0, character: 0 };
  const place = { file: after.path, range: { start, end: start } };
  return [{ rule: 'undecided', level: 'warning', message: lines.join('\n'), place, related: [], properties: null }];
}

function consequenceResults(report: ComparedRuleSet): SarifResult[] {
  return effective(report.diff.consequences).map((each): SarifResult => {
    const { uri, range } = placeOfConsequence(each, report);
    return {
      rule: each.class,
      level: levels[each.class],
      message: each.message,
      place: { file: report.after.file(uri), range },
      related: [],
      properties: { about: each.about, name: each.name, breaking: each.breaking },
    };
  });
}
