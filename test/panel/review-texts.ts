import { refunds, targets, targetsFile, payloadSchema, schemaFile, samples, samplesFile } from '../server/rule-sets.ts';

const governed = `${refunds}
governance:
  requiredApprovals: { loosening: 2, other: 1 }
`;

/** The refunds rule set of the server's tests, as released and after many edits. */
export const refundsBefore = governed;
export const refundsAfter = governed
  .replace('version: 2.3.0', 'version: 2.4.0')
  .replace('value: 0.7,', 'value: 0.6,')
  .replace('amount <= 50', 'amount <= 80')
  .replace('large_amount: 1000', 'large_amount: 500')
  .replace('id: small-refund', 'id: modest-refund')
  .replace('reason: The customer mentions legal action.', 'reason: The customer speaks of a court or a lawyer.');

/** The same rules, written differently. */
export const refundsEquivalent = governed.replace('amount <= 50', '(amount <= 20 || amount > 20 && amount <= 50)');

export const refundsFiles: Record<string, string> = {
  [targetsFile]: targets,
  [schemaFile]: payloadSchema,
  [samplesFile]: samples,
};
