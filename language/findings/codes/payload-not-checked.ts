import type { FindingDefinition } from '../finding.ts';
import { contractFindings } from './schema.ts';

export const payloadNotChecked: FindingDefinition = {
  code: 'payload-not-checked',
  category: 'handoffs',
  severity: 'warning',
  title: 'Part of a payload contract is not checked',
  summary: 'A payload contract contains a keyword or format that has no effect on payloads.',
  detect: project => contractFindings(project, ({ never }) => !never),
};
