/** What a reader with pencil and paper finds in the rule set of a real system, which has no mistakes. */
interface RealSystem {
  /** All its invariants. */
  proved: string[];
  /** The rules that the system documents as not applying if a signal is missing. */
  failsOpen?: Record<string, string>;
}

/** By name of the rule set, as described in `docs/rules-of-others.md`. */
export const realSystems: Record<string, RealSystem> = {
  'refund-limits': {
    proved: [
      'nobody-over-their-limit',
      'no-agent-refunds-100',
      'nobody-refunds-5000',
      'frozen-is-always-denied',
      'unknown-whether-frozen-is-denied',
      'a-refund-has-an-amount',
    ],
  },
  environments: {
    proved: [
      'prod-is-as-strict-as-dev-on-tokens',
      'prod-is-as-strict-as-dev-on-calls',
      'prod-is-as-strict-as-dev-on-data',
      'nothing-changes-prod-unattended',
      'no-table-is-dropped-outside-dev',
    ],
  },
  'claude-code': {
    proved: [
      'env-is-never-read',
      'env-is-never-printed',
      'env-alone-is-never-printed',
      'push-never-alone',
      'plain-push-is-denied',
      'no-pipe-into-a-shell',
      'edits-outside-docs-are-asked-about',
    ],
    failsOpen: { background: 'tool_input.run_in_background', 'large-model': 'tool_input.model' },
  },
  'cursor-guard': {
    proved: [
      'env-is-never-read',
      'env-is-never-printed',
      'a-read-is-never-asked-about',
      'push-never-alone',
      'force-push-is-denied',
      'an-event-without-its-field-is-not-allowed',
    ],
  },
  'four-eyes': {
    proved: [
      'two-different-people',
      'no-author-approves',
      'nobody-merges-alone',
      'the-last-push-is-approved-by-somebody-else',
      'both-approved-the-same-commit',
      'no-approval-is-assumed',
    ],
  },
  'gorules-aml': {
    proved: [
      'sanctions-win',
      'no-tier-pays-more-than-100000-unattended',
      'an-enterprise-is-asked-about-not-denied-for-its-amount',
      'unknown-merchants-are-denied',
    ],
  },
  'dmn-0004': { proved: ['minors-are-declined', 'approved-only-if-affordable'] },
  'dmn-0118': { proved: ['a-high-risk-is-approved', 'other-minors-are-declined'] },
  'office-hours': {
    proved: [
      'nobody-is-called-before-nine',
      'nobody-is-called-at-weekends',
      'nobody-is-called-before-one-in-london',
      'nobody-is-called-on-sundays-in-utc',
      'nothing-is-handed-over-unverified',
      'who-asks-is-heard',
      'one-failure-is-no-reason',
    ],
  },
  pagerduty: {
    proved: ['major-incidents-page-the-commander', 'who-is-unsure-assumes-the-worst', 'only-tickets-page-nobody'],
  },
  'owasp-apts': {
    proved: [
      'low-confidence-is-escalated',
      'l1-exploits-nothing-alone',
      'l2-exploits-nothing-from-cvss-7-alone',
      'what-cannot-be-undone-is-approved',
      'legal-triggers-stop',
      'the-shortest-time-governs',
    ],
  },
};
