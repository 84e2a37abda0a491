import type { Consequence, DiffEdit, Region, RuleChange } from '../../../engine/index.ts';
import type { RuleRef } from '../../../engine/model/rule-set.ts';
import type { Range } from '../../../language/location.ts';
import type { Project } from '../../../language/source/project/project.ts';
import type { ComparedRuleSet, ReportedVersion } from './report.ts';

/** A place in the new version. */
export interface HeadPlace {
  uri: string;
  range: Range;
}

/**
 * The place of the edit that causes a region, in this order: the rule that decides after, if it was edited; the rule that decided before, if an edit may have
 * made it fire less; the rule that decides after; the default.
 */
export function placeOfRegion({ before, after }: Region, { diff, after: head }: ComparedRuleSet): HeadPlace {
  const decides = after.rule === null ? null : placeOfRule(head.project, after.rule);
  const isChanged = diff.rules.some(each => 'after' in each && after.rule !== null && sameRule(each.after, after.rule));
  if (decides !== null && isChanged) return decides;
  const narrowed = diff.rules.find(
    each => 'before' in each && before.rule !== null && sameRule(each.before, before.rule),
  );
  const yielded = narrowed !== undefined && firesLess(narrowed) ? placeOfRule(head.project, narrowed.after) : null;
  return yielded ?? decides ?? placeAt(head.project, ['default']);
}

/** The keys that determine on which inputs a rule fires or decides; its position does, too. */
const triggering = ['when', 'status', 'effective', 'onUnknown'];

function firesLess(change: RuleChange): change is Extract<RuleChange, { before: RuleRef; after: RuleRef }> {
  if (change.kind === 'added' || change.kind === 'removed') return false;
  return change.kind === 'moved' || change.moved || change.fields.some(each => triggering.includes(each));
}

/** The place of a consequence: its path in the new version, or the closest enclosing place that is still there. */
export function placeOfConsequence({ path }: Consequence, { after }: ComparedRuleSet): HeadPlace {
  return placeAt(after.project, path);
}

/** The place of an edit, and the version that it is in: a thing that is gone has its place in the old one. */
export function placeOfEdit(
  { path, side }: DiffEdit,
  { before, after }: ComparedRuleSet,
): HeadPlace & { version: ReportedVersion } {
  const version = side === 'before' ? before : after;
  return { ...placeAt(version.project, path), version };
}

function placeOfRule(project: Project, ref: RuleRef): HeadPlace | null {
  const index = project.ruleSet.rules.findIndex(({ id, version = 1 }) => id === ref.id && version === ref.version);
  return index < 0 ? null : placeAt(project, ['rules', index, 'id']);
}

function placeAt(project: Project, path: readonly (string | number)[]): HeadPlace {
  for (let length = path.length; length > 0; length--) {
    const origin = project.originOf(path.slice(0, length));
    const document = origin === null ? undefined : project.documents.get(origin.uri);
    if (origin === null || document === undefined || document.nodeAt(origin.path) === undefined) continue;
    const part = origin.path[0] === 'rules' || typeof origin.path.at(-1) === 'number' ? 'value' : 'key';
    return { uri: document.uri, range: document.rangeOf(origin.path, part) };
  }
  return { uri: project.uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
}

function sameRule(a: RuleRef, b: RuleRef): boolean {
  return a.id === b.id && a.version === b.version;
}
