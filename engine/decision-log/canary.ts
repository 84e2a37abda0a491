import type { DecisionMade } from './events.ts';

const prefix = 'handrail-doctor-';

/** The session of a call that nobody made: `handrail doctor` sends it to see whether it reaches the gate. @param id unique in a log */
export function canarySession(id: string): string {
  return `${prefix}${id}`;
}

/** True for the session of such a call. It spends no grant. */
export function isCanarySession(session: string | undefined): boolean {
  return session?.startsWith(prefix) === true;
}

/** True for a decision about such a call, which is no evidence of what an agent did. */
export function isCanary(event: Pick<DecisionMade, 'case'>): boolean {
  return isCanarySession(event.case);
}
