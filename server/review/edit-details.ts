import type { DiffEdit, Edit, SemanticDiff } from '../../engine/index.ts';
import { ruleName, type RuleSet } from '../../engine/model/rule-set.ts';
import type { EditDetails } from '../../protocol/server.ts';
import type { Session } from '../session.ts';
import { placeOf } from './places.ts';
import type { Version } from './versions.ts';

interface ComparedVersions {
  before: Version;
  after: Version;
  diff: SemanticDiff;
}

/** The places of an edit in both versions, and the unit of its values. */
export function editDetails(session: Session, versions: ComparedVersions, edit: DiffEdit): EditDetails {
  const { before, after } = versions;
  const own = edit.side === 'after' ? after : before;
  return {
    before: placeOf(session, before, pathIn('before', versions, edit)),
    after: placeOf(session, after, pathIn('after', versions, edit)),
    unit: own.project === null ? '' : unitOf(own.project.ruleSet, edit),
  };
}

/** The path of the edited thing in a version; null if the version does not have it. */
function pathIn(side: 'before' | 'after', versions: ComparedVersions, edit: DiffEdit): DiffEdit['path'] | null {
  const { about, path, part } = edit;
  if (edit.side === side) return path;
  if (part === 'whole') return null;
  const [list = '', index, ...rest] = path;
  if (typeof index !== 'number') return path;
  // Entries of lists may have other indexes in the other version.
  const { ruleSet } = versions[side].project ?? {};
  const found =
    about === 'rule'
      ? ruleIndex(ruleSet, versions.diff, edit.name)
      : about === 'invariant'
        ? ruleSet?.invariants?.findIndex(({ id }) => id === edit.name)
        : undefined;
  return found === undefined || found < 0 ? [list] : [list, found, ...rest];
}

/** The index before of a rule with this name after. */
function ruleIndex(before: RuleSet | undefined, { rules }: SemanticDiff, name: string): number | undefined {
  const change = rules.find(each => 'after' in each && 'before' in each && ruleName(each.after) === name);
  const nameBefore = change !== undefined && 'before' in change ? ruleName(change.before) : name;
  return before?.rules.findIndex(({ id, version = 1 }) => ruleName({ id, version }) === nameBefore);
}

/** The unit of the values of a threshold or a signal; empty if it has none. */
export function unitOf({ thresholds = {}, signals = {} }: RuleSet, { about, name, part }: Edit): string {
  if (part !== 'value') return '';
  const declared = about === 'threshold' ? thresholds[name] : about === 'signal' ? signals[name] : undefined;
  return typeof declared === 'object' ? (declared.unit ?? '') : '';
}
