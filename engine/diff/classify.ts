import { resumptionFrom } from '../handoff/resumption.ts';
import { fallbackKeys, oversight, type RuleSet } from '../model/rule-set.ts';
import { pickFallbacks } from '../model/outcome.ts';
import { own } from './consequences/compared.ts';
import { fallbackChange } from './consequences/fallback.ts';
import { changeClasses, type ChangeClass, type Decider } from './facts.ts';

export type Classify = (before: Decider, after: Decider) => ChangeClass;

/**
 * Classifies a changed decision by its oversight. A handoff whose fallbacks can end in `resume`, when they could not before, is `loosened`. If the same target
 * takes over, the fallbacks that the rules replace make the difference.
 */
export function classifier(setBefore: RuleSet, setAfter: RuleSet): Classify {
  const resumption = ({ targets = {} }: RuleSet, { to, ...outcome }: Decider['outcome']) =>
    to === undefined ? 0 : resumptionFrom(targets, to, pickFallbacks(outcome));
  return ({ outcome: before }, { outcome: after }) => {
    const opens =
      before.decide !== 'continue' &&
      after.to !== undefined &&
      resumption(setAfter, after) > resumption(setBefore, before);
    if (opens) return 'loosened';
    return before.decide === after.decide && before.to === after.to
      ? ofFallbacks(before, after)
      : ofDecisions(before, after);
  };

  /** The most severe class of the three fallbacks; `rerouted` if none differs, as if only the payload does. */
  function ofFallbacks(before: Decider['outcome'], after: Decider['outcome']): ChangeClass {
    const target = own(setBefore.targets, before.to);
    const targetAfter = own(setAfter.targets, after.to);
    if (target === undefined || targetAfter === undefined) return 'rerouted';
    const classes = fallbackKeys.map(
      key =>
        fallbackChange(
          { set: setBefore, target, fallback: before[key] ?? target[key] },
          { set: setAfter, target: targetAfter, fallback: after[key] ?? targetAfter[key] },
        ).class,
    );
    return changeClasses.find(each => classes.includes(each)) ?? 'rerouted';
  }
}

function ofDecisions(before: Decider['outcome'], after: Decider['outcome']): ChangeClass {
  const more = oversight(after.decide) - oversight(before.decide);
  if (more === 0) return 'rerouted';
  return more > 0 ? 'tightened' : 'loosened';
}
