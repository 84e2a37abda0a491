import type { CourseStep, PathTarget } from '../../protocol/review-requests.ts';
import type { EndState } from '../../engine/model/rule-set.ts';
import { Icon } from '../parts/icon.tsx';
import { decisionLooks } from '../words/decisions.ts';

/** The two versions of a comparison. */
export type Side = 'before' | 'after';
export const sides: readonly Side[] = ['before', 'after'];
export const otherSide = { before: 'after', after: 'before' } as const satisfies Record<Side, Side>;

/** The decision that an end of a handoff amounts to. */
const decisionOf = { pause: 'pause', deny: 'deny', stop: 'stop', resume: 'continue' } as const satisfies Record<
  EndState,
  string
>;

/** An end with the icon and the colour of its decision: ⏸ pause. */
export function End({ end }: { end: EndState }) {
  const decision = decisionOf[end];
  return (
    <span class={`picture-end decision-${decision}`} title={decisionLooks[decision].meaning}>
      <Icon name={decisionLooks[decision].icon} class="decision-icon" />
      <strong>{end}</strong>
    </span>
  );
}

export function TargetIcon({ kind }: { kind: PathTarget['kind'] }) {
  return <Icon name={kind === 'agent' ? 'hubot' : kind === 'human' ? 'person' : 'question'} />;
}

/** The icon of what happens in a step. */
export function stepIcon(step: CourseStep): string {
  switch (step.what) {
    case 'requested':
      return 'arrow-right';
    case 'acknowledged':
      return 'pass';
    case 'reminded':
      return 'bell';
    case 'joined':
      return 'person-add';
    case 'ended':
      return decisionLooks[decisionOf[step.end]].icon;
  }
}

interface ChangeMarkProps {
  side: Side;
  /** True if the part is not in the other version. */
  isOnly: boolean;
}

/** The mark of a part that differs from the other version: by an icon, a colour, and a word for screen readers. */
export function ChangeMark({ side, isOnly }: ChangeMarkProps) {
  const kind = !isOnly ? 'modified' : side === 'before' ? 'removed' : 'added';
  const words = { modified: 'changed', removed: 'removed', added: 'added' } as const;
  return (
    <span class={`change-mark change-${kind}`} title={words[kind]}>
      <Icon name={`diff-${kind}`} />
      <span class="sr-only">, {words[kind]}</span>
    </span>
  );
}
