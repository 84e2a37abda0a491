import { writtenInput } from '../../../engine/model/written-input.ts';
import { formatTimestamp } from '../../../engine/model/time/timestamp.ts';
import type { Consequence, Decider, DiffEdit, Region, RuleChange } from '../../../engine/index.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { pickFallbacks } from '../../../engine/model/outcome.ts';
import { findingReport } from '../findings.ts';
import type { ComparedRuleSet, DiffFormat, ReportedVersion, RuleSetReport } from './report.ts';
import { editName } from '../../../report/edits.ts';
import { placeOfEdit } from './places.ts';
import { asJson } from '../../printed.ts';

/** Matches `schemas/diff-report.schema.json`: one rule set, or for two revisions a list of rule sets. */
export const json: DiffFormat = ({ ruleSets, revisions }) => {
  const [only] = ruleSets;
  const report =
    revisions === null && only !== undefined
      ? ruleSetReport(only)
      : { base: revisions?.before ?? null, head: revisions?.after ?? null, ruleSets: ruleSets.map(ruleSetReport) };
  return asJson(report);
};

/** The report on one rule set; matches its definition in `$defs` of the schema. */
export function ruleSetReport(report: RuleSetReport): object {
  switch (report.kind) {
    case 'compared': {
      const { before, after, diff, measurement, approvals } = report;
      const {
        equivalent,
        class: kind,
        complete,
        share,
        edits,
        regions,
        undecided,
        rules,
        unchanged,
        consequences,
      } = diff;
      return {
        status: 'compared',
        file: after.path,
        base: versionReport(before),
        head: versionReport(after),
        equivalent,
        class: kind,
        complete,
        approvals,
        share,
        edits: edits.map(edit => editReport(edit, report)),
        regions: regions.map(region =>
          regionReport(region, measurement?.regions.find(({ id }) => id === region.id) ?? null),
        ),
        undecided: undecided.map(each => ({
          before: deciderReport(each.before),
          after: deciderReport(each.after),
          class: each.class,
          because: each.because.kind,
          clauses: each.because.kind === 'values' ? each.because.clauses : [],
        })),
        rules: rules.map(ruleChangeReport),
        unchanged,
        consequences: consequences.map(consequenceReport),
        weight:
          measurement === null
            ? null
            : {
                of: measurement.of,
                total: measurement.total,
                changed: measurement.changed,
                share: measurement.share,
                outside: measurement.outside,
              },
      };
    }
    case 'added':
      return {
        status: 'added',
        file: report.after.path,
        base: null,
        head: versionReport(report.after),
        approvals: report.approvals,
      };
    case 'removed':
      return {
        status: 'removed',
        file: report.before.path,
        base: versionReport(report.before),
        head: null,
        approvals: report.approvals,
      };
    case 'unknown':
      return {
        status: 'unknown',
        file: report.path,
        problems: report.problems.map(({ label, why, findings, show }) => ({
          version: label,
          message: why,
          findings: findings.map(finding => findingReport(finding, show)),
        })),
      };
  }
}

function versionReport({ label, project: { ruleSet } }: ReportedVersion): object {
  return { source: label, name: ruleSet.name, version: ruleSet.version };
}

function editReport(edit: DiffEdit, report: ComparedRuleSet): object {
  const { id, about, name, part, key, before, after, class: kind, regions, matters, consequences } = edit;
  const { uri, range, version } = placeOfEdit(edit, report);
  const by = report.authors.get(id);
  return {
    id,
    what: editName(edit),
    about,
    name,
    part,
    key: key === '' ? null : key,
    before: before ?? null,
    after: after ?? null,
    where: {
      file: version.file(uri),
      line: range.start.line + 1,
      version: edit.side === 'before' ? 'base' : 'head',
    },
    by: by === undefined ? null : { name: by.name, at: formatTimestamp(by.time), commit: by.commit },
    class: kind,
    regions,
    matters,
    consequences,
  };
}

type CountedCases = { count: number; share: number; first: { index: number; name: string | null }[] };

function regionReport(region: Region, cases: CountedCases | null): object {
  const { id, before, after, class: kind, condition, witness, share } = region;
  return {
    id,
    before: deciderReport(before),
    after: deciderReport(after),
    class: kind,
    condition,
    when:
      region.when === null
        ? null
        : {
            ...region.when,
            earlier: region.when.earlier.map(each => ({
              rule: ruleName(each),
              in: each.in,
              separates: each.separates,
            })),
          },
    ...(region.together.length === 0 ? {} : { together: region.together }),
    causeProved: region.causeProved,
    from: timeOf(region.from),
    until: timeOf(region.until),
    ...(region.traffic.length === 0 ? {} : { traffic: region.traffic }),
    witness: { ...writtenInput(witness), free: witness.free },
    share,
    cases: cases === null ? null : { count: cases.count, share: cases.share, first: cases.first },
  };
}

/** The deciding rule and its outcome in a JSON report. */
export function deciderReport({ rule, outcome }: Decider): object {
  const { decide, to, payload } = outcome;
  return {
    decide,
    to: to ?? null,
    payload: payload ?? null,
    rule: rule === null ? null : ruleName(rule),
    ...pickFallbacks(outcome),
  };
}

function ruleChangeReport(change: RuleChange): object {
  return {
    kind: change.kind,
    before: 'before' in change ? ruleName(change.before) : null,
    after: 'after' in change ? ruleName(change.after) : null,
    fields: 'fields' in change ? change.fields : [],
    moved: change.kind === 'moved' || ('moved' in change && change.moved),
  };
}

function consequenceReport({ class: kind, before, after, ...rest }: Consequence): object {
  return { ...rest, before: before ?? null, after: after ?? null, class: kind };
}

function timeOf(time: number): string | null {
  return Number.isFinite(time) ? formatTimestamp(time) : null;
}
