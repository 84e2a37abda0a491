import { writtenInput } from '../../../engine/model/written-input.ts';
import type { DiffEdit } from '../../../engine/index.ts';
import { sarifLog, type SarifLevel, type SarifResult, type SarifRule } from '../sarif.ts';
import { deciderReport } from './json.ts';
import { editName } from '../../../report/edits.ts';
import { annotationsOf, type Annotation } from './annotations.ts';
import type { ComparedRuleSet, DiffFormat, RuleSetReport } from './report.ts';
import { summaryOf, titleOf, undecidedLines } from './words.ts';

const levels = {
  loosened: 'warning',
  rerouted: 'note',
  tightened: 'note',
  neutral: 'note',
} as const satisfies Record<DiffEdit['class'], SarifLevel>;

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
    id: 'no-effect-alone',
    title: 'No effect alone',
    summary: 'The edit changes decisions only together with other edits of the same change.',
    page,
    level: levels.neutral,
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

/** SARIF 2.1.0: one result for each edit that changes a decision or a handoff, at its place in the new version. */
export const sarif: DiffFormat = report =>
  sarifLog(rules, [...annotationsOf(report).map(editResult), ...report.ruleSets.flatMap(otherResults)]);

function editResult({ class: kind, place: { file, range }, message, edit }: Annotation): SarifResult {
  return {
    rule: kind === 'neutral' ? 'no-effect-alone' : kind,
    level: levels[kind],
    message,
    place: { file, range },
    related: [],
    ...(edit === null
      ? { properties: null }
      : {
          properties: {
            edit: editName(edit.edit),
            ruleSets: edit.reports.map(report => ruleSetProperties(edit.edit, report)),
          },
          fingerprint: `${file}:${edit.edit.id}`,
        }),
  };
}

function ruleSetProperties({ id }: DiffEdit, { diff, after }: ComparedRuleSet): object {
  const own = new Set(diff.edits.find(edit => edit.id === id)?.regions);
  return {
    name: after.project.ruleSet.name,
    regions: diff.regions
      .filter(region => own.has(region.id))
      .map(region => ({
        id: region.id,
        class: region.class,
        condition: region.condition,
        before: deciderReport(region.before),
        after: deciderReport(region.after),
        witness: writtenInput(region.witness),
      })),
  };
}

/** What is said about a rule set as a whole. */
function otherResults(report: RuleSetReport): SarifResult[] {
  if (report.kind === 'compared') return undecidedResults(report);
  if (report.kind !== 'removed') return [];
  const start = { line: 0, character: 0 };
  const place = { file: report.before.path, range: { start, end: start } };
  const message = `${titleOf(report)}: ${summaryOf(report)}`;
  return [{ rule: 'removed-rule-set', level: 'warning', message, place, related: [], properties: null }];
}

function undecidedResults({ diff, after }: ComparedRuleSet): SarifResult[] {
  const lines = undecidedLines(diff);
  if (lines.length === 0) return [];
  const start = { line: 0, character: 0 };
  const place = { file: after.path, range: { start, end: start } };
  return [{ rule: 'undecided', level: 'warning', message: lines.join('\n'), place, related: [], properties: null }];
}
