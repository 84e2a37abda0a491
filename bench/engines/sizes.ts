import type { Profile } from './workload.ts';

/** The sizes of rule sets, one for each column of the table. */
export const sizes: readonly { rules: number; profile: Profile; title: string }[] = [
  { rules: 10, profile: 'mixed', title: '10 rules' },
  { rules: 100, profile: 'mixed', title: '100 rules' },
  { rules: 1000, profile: 'mixed', title: '1,000 rules' },
  { rules: 1000, profile: 'sparse', title: '1,000 sparse' },
];
