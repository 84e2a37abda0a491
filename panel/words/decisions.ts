import type { Decision } from '../../engine/model/rule-set.ts';

/** The icon (a codicon) of each decision, and what it means for the agent. Its colour is the CSS class `decision-NAME`. */
export const decisionLooks: Record<Decision, { icon: string; meaning: string }> = {
  continue: { icon: 'pass', meaning: 'The agent goes on.' },
  pause: { icon: 'debug-pause', meaning: 'The agent stops and waits.' },
  route: { icon: 'arrow-swap', meaning: 'Another agent takes over.' },
  escalate: { icon: 'person', meaning: 'A person takes over.' },
  deny: { icon: 'circle-slash', meaning: 'The action is denied, and the agent goes on with its task.' },
  stop: { icon: 'stop-circle', meaning: 'The task ends, refused.' },
};

/** `escalate to support-l1`, for sentences and screen readers. */
export function decisionPhrase(decision: Decision, to: string | null): string {
  return to === null ? decision : `${decision} to ${to}`;
}
