import type { FindingDefinition } from '../finding.ts';
import { contractFindings } from './schema.ts';

export const payloadNotChecked: FindingDefinition = {
  code: 'payload-not-checked',
  category: 'handoffs',
  severity: 'warning',
  title: 'A part of a payload contract is not checked',
  summary: 'A payload contract holds a keyword or a format that asks nothing of a payload.',
  detect: project => contractFindings(project, ({ never }) => !never),
};
