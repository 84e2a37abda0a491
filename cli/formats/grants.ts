import { type GrantState, type GrantStatus, grantStatus, ruleOf, usesLeft } from '../../engine/index.ts';
import { formatDuration } from '../../engine/model/time/duration.ts';
import { parseTimestamp } from '../../engine/model/time/timestamp.ts';
import { actionInWords, grantStatusWords, usesInWords } from '../../report/grant-words.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';
import { type Paint, painter } from './paint.ts';

export interface GrantsReport {
  action: 'add' | 'list' | 'revoke';
  /** Path of the log, as it is shown. */
  log: string;
  grants: readonly GrantState[];
  /** In milliseconds since the Unix epoch. */
  now: number;
}

export type GrantsFormat = (report: GrantsReport, color: boolean) => Printed;

const text: GrantsFormat = ({ grants, now }, color) => {
  const paint = painter(color);
  return forPeople(grants.flatMap(state => grantLines(state, now, paint)));
};

const colors: Record<GrantStatus, Parameters<Paint>[0]> = {
  'in-force': 'green',
  'not-yet': 'yellow',
  expired: 'dim',
  spent: 'dim',
  revoked: 'red',
};

function grantLines(state: GrantState, now: number, paint: Paint): string[] {
  const { issued, revoked } = state;
  const status = grantStatus(state, now);
  const left = (parseTimestamp(issued.validUntil) ?? now) - now;
  const soon = status === 'in-force' ? ` (${formatDuration(Math.ceil(left / 1000) * 1000)} from now)` : '';
  return [
    `${paint('bold', issued.id)}  ${paint(colors[status], grantStatusWords[status])}  ${issued.rule}`,
    `    ${actionInWords(state)}`,
    `    ${usesInWords(state)}, until ${issued.validUntil}${soon}`,
    `    by ${issued.by} at ${issued.at}, on decision ${issued.decision}`,
    ...(revoked === null ? [] : [`    revoked at ${revoked.at}${revoked.by === null ? '' : ` by ${revoked.by}`}`]),
  ];
}

/** Matches `schemas/grant-report.schema.json`. */
const json: GrantsFormat = ({ action, log, grants, now }) =>
  asJson({
    action,
    log,
    grants: grants.map(state => {
      const { issued, action: digest, spentBy, revoked } = state;
      return {
        id: issued.id,
        status: grantStatus(state, now),
        rule: ruleOf(issued),
        decision: issued.decision,
        bound: issued.bind,
        action: digest,
        issuedAt: issued.at,
        expiresAt: issued.validUntil,
        uses: issued.uses,
        usesLeft: usesLeft(state),
        by: issued.by,
        spentBy,
        revoked,
      };
    }),
  });

export const grantsFormats = { text, json } as const;
