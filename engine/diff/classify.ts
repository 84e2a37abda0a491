import { resumptionFrom } from '../handoff/resumption.ts';
import { fallbackKeys, oversight, type RuleSet } from '../model/rule-set.ts';
import { pickFallbacks } from '../model/outcome.ts';
import { own } from './sections.ts';
import { fallbackChange } from './consequences/fallback.ts';
import { changeClasses, type ChangeClass, type Decider } from './facts.ts';

export type Classify = (before: Decider, after: Decider) => ChangeClass;

/**
 * Classifies a changed decision by its oversight. A handoff whose fallbacks can end in `resume`, when they could not before, is `loosened`. If another target
 * takes over, the number of approvals that it needs makes the difference; if the same one does, the fallbacks that the rules replace.
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
    if (before.decide !== after.decide) return ofDecisions(before, after);
    return before.to === after.to ? ofFallbacks(before, after) : ofTargets(before, after);
  };

  /** Fewer people who must approve loosen. */
  function ofTargets(before: Decider['outcome'], after: Decider['outcome']): ChangeClass {
    const [old = 1, next = 1] = [
      own(setBefore.targets, before.to)?.approvals,
      own(setAfter.targets, after.to)?.approvals,
    ];
    return old === next ? 'rerouted' : next < old ? 'loosened' : 'tightened';
  }

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
  return oversight(after.decide) > oversight(before.decide) ? 'tightened' : 'loosened';
}
