import { isEndState, type EndState, type Fallback, type Target } from '../../engine/model/rule-set.ts';
import { prose } from './inert.ts';

type Targets = Readonly<Record<string, Target>> | undefined;

/** "Fraud desk (`fraud-desk`, answer due within 2h)" */
export function targetName(name: string, targets: Targets, withDeadline = false): string {
  const target = targets !== undefined && Object.hasOwn(targets, name) ? targets[name] : undefined;
  const due = withDeadline && target?.resolveWithin !== undefined ? `answer due within ${target.resolveWithin}` : '';
  if (target?.title === undefined) return `\`${name}\`${due === '' ? '' : ` (${due})`}`;
  return `${prose(target.title)} (\`${name}\`${due === '' ? '' : `, ${due}`})`;
}

const ends: Record<EndState, string> = {
  pause: 'pause, and wait until you are told to go on',
  deny: 'deny: do not do the action, and go on with the rest of the task',
  stop: 'stop: end the task',
  resume: 'go on without an answer',
};

/** What follows a handoff that was not resolved: "it goes to Security on call (`security-on-call`)", "stop: end the task". */
export function endOrTarget(fallback: Fallback, targets: Targets): string {
  const isTarget = (each: string) => targets !== undefined && Object.hasOwn(targets, each);
  return isEndState(fallback, isTarget) ? ends[fallback] : `it goes to ${targetName(fallback, targets)}`;
}
