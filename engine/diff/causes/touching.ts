import { clausesOf, thresholdsNamedIn } from '../../condition/condition.ts';
import type { AnalysedRule, AnalysisSubject } from '../../solver/subject.ts';
import { isGrantable } from '../../condition/derived-signals.ts';
import { canDecide } from '../edits/undo.ts';
import type { Edit } from '../edits/edit.ts';
import type { Edits } from '../edits/edits-between.ts';

/** Which edits can change when a rule fires, what it then decides, or which rules come before it. `null` stands for the default. */
export type Touching = (rule: AnalysedRule | null) => Edit[];

export function touching({ all, rules }: Edits, versions: readonly AnalysisSubject[]): Touching {
  const deciding = all.filter(canDecide);
  const ids = new Map(rules.map(({ edit, before, after }) => [edit, [before?.rule.id, after?.rule.id]]));
  return rule => deciding.filter(edit => touches(edit, rule));

  function touches(edit: Edit, rule: AnalysedRule | null): boolean {
    const { about, name } = edit;
    switch (about) {
      case 'rule':
        return rule !== null && (ids.get(edit)?.includes(rule.rule.id) ?? false);
      case 'threshold':
        return rule !== null && forms(rule).some(({ condition }) => thresholdsNamedIn(condition).includes(name));
      case 'signal':
        return rule !== null && forms(rule).some(each => readsSignal(each, name));
      case 'default':
        return rule === null;
      default:
        return name !== 'onUnknown' || rule !== null;
    }
  }

  /** The rule as each version has it. */
  function forms(rule: AnalysedRule): AnalysedRule[] {
    return [rule, ...versions.flatMap(each => each.rules.filter(({ ref }) => ref.id === rule.ref.id))];
  }
}

function readsSignal({ condition, rule }: AnalysedRule, name: string): boolean {
  const granted = isGrantable(rule) ? [...(rule.grant?.bind ?? []), rule.grant?.scope] : [];
  return granted.includes(name) || clausesOf(condition).some(({ signals }) => signals.includes(name));
}
