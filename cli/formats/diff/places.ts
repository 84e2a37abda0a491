import type { Consequence, Region } from '../../../engine/diff/facts.ts';
import type { RuleRef } from '../../../engine/model/rule-set.ts';
import type { Range } from '../../../language/location.ts';
import type { Project } from '../../../language/source/project.ts';
import type { ComparedRuleSet } from './report.ts';

/** A place in the new version. */
export interface HeadPlace {
  uri: string;
  range: Range;
}

/**
 * The place of the change that makes a region: the rule that was written otherwise, else the one that decides now, else the default, else the file. Where both
 * rules were edited, or none, that is the one that decides now.
 */
export function placeOfRegion({ before, after }: Region, { diff, after: head }: ComparedRuleSet): HeadPlace {
  const changes = diff.rules.flatMap(each => ('after' in each ? [each] : []));
  const isChanged = (ref: RuleRef) => changes.some(each => sameRule(each.after, ref));
  const successor = changes.find(
    each => 'before' in each && before.rule !== null && sameRule(each.before, before.rule),
  );
  const decides = after.rule === null ? null : placeOfRule(head.project, after.rule);
  if (decides !== null && after.rule !== null && isChanged(after.rule)) return decides;
  const edited = successor === undefined ? null : placeOfRule(head.project, successor.after);
  return edited ?? decides ?? placeAt(head.project, ['default']);
}

/** Where it stands now; where it went, the place that held it, and at last the file. */
export function placeOfConsequence({ path }: Consequence, { after }: ComparedRuleSet): HeadPlace {
  return placeAt(after.project, path);
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
