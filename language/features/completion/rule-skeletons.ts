import type { Project } from '../../source/project/project.ts';
import { choice } from './item.ts';

export interface Skeleton {
  label: string;
  detail: string;
  /** Lines in snippet syntax, without indentation or dash. */
  lines: string[];
}

export interface RuleSkeleton extends Skeleton {
  /** The version of the language that knows it, if not all versions do. */
  since: number | null;
}

/** Templates for a rule, one for each kind of decision. */
export function ruleSkeletons(project: Project | null): RuleSkeleton[] {
  const of = (kind: 'human' | 'agent') =>
    Object.entries(project?.ruleSet.targets ?? {}).flatMap(([name, target]) => (target.kind === kind ? [name] : []));
  const payloads = Object.keys(project?.ruleSet.payloads ?? {});
  const handoff = (index: number) => (payloads.length === 0 ? [] : [`payload: ${choice(index, payloads)}`]);
  return [
    {
      label: 'rule: a person decides',
      detail: 'escalate',
      since: null,
      lines: [
        'id: ${1:rule-id}',
        'when: ${2:condition}',
        'decide: escalate',
        `to: ${choice(3, of('human'))}`,
        ...handoff(4),
        'reason: ${5:Why a person decides.}',
      ],
    },
    {
      label: 'rule: another agent takes over',
      detail: 'route',
      since: null,
      lines: [
        'id: ${1:rule-id}',
        'when: ${2:condition}',
        'decide: route',
        `to: ${choice(3, of('agent'))}`,
        ...handoff(4),
        'reason: ${5:Why it goes there.}',
      ],
    },
    {
      label: 'rule: the agent goes on',
      detail: 'continue',
      since: null,
      lines: ['id: ${1:rule-id}', 'when: ${2:condition}', 'decide: continue'],
    },
    {
      label: 'rule: an action is denied',
      detail: 'deny',
      since: 2,
      lines: ['id: ${1:rule-id}', 'when: ${2:condition}', 'decide: deny', 'reason: ${3:Why nobody may do it.}'],
    },
    {
      label: 'rule: the agent stops',
      detail: 'pause, stop',
      since: null,
      lines: ['id: ${1:rule-id}', 'when: ${2:condition}', 'decide: ${3|pause,stop|}', 'reason: ${4:Why it stops.}'],
    },
  ];
}
