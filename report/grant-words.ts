import { type GrantState, type GrantStatus, usesLeft } from '../engine/index.ts';
import { isRedacted } from '../engine/index.ts';
import { counted } from './counts.ts';

export const grantStatusWords: Record<GrantStatus, string> = {
  'in-force': 'in force',
  'not-yet': 'not in force yet',
  expired: 'expired',
  spent: 'spent',
  revoked: 'revoked',
};

/** `2 of 3 uses left`. */
export function usesInWords(state: GrantState): string {
  const left = usesLeft(state);
  return left === state.issued.uses
    ? `${counted(left, 'use')} left`
    : `${left} of ${counted(state.issued.uses, 'use')} left`;
}

/** The action that a grant allows, by the signals that it binds: `tool.name is "pay", tool.args.account is redacted`. */
export function actionInWords({ issued }: GrantState): string {
  const parts = Object.entries(issued.bind).map(
    ([name, value]) => `${name} is ${isRedacted(value) ? 'redacted' : JSON.stringify(value)}`,
  );
  return parts.join(', ');
}
