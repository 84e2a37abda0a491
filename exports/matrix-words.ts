import { listed } from '../report/counts.ts';
import type { HostOutcome, MatrixCell } from './matrix.ts';

/** What a rule does in a host, in a few words: "asks", "denies on every call", "asks (denies mcp)", "never fires". */
export function cellInWords({ fires, kinds }: MatrixCell): string {
  if (fires === 'never') return 'never fires';
  const [most, ...others] = byOutcome(kinds);
  if (most === undefined) return 'never decides';
  const except = others.map(({ outcome, of }) => `${outcome} ${listed(of)}`);
  return `${most.outcome}${except.length === 0 ? '' : ` (${except.join('; ')})`}${often[fires ?? 'sometimes']}`;
}

const often: Record<Exclude<NonNullable<MatrixCell['fires']>, 'never'>, string> = {
  always: ' on every call',
  'wherever-possible': ' on every call that its other conditions allow',
  sometimes: '',
};

/** The kinds of tools with each outcome, the outcome with the most kinds first. */
function byOutcome(kinds: MatrixCell['kinds']): { outcome: HostOutcome; of: string[] }[] {
  const outcomes = new Map<HostOutcome, string[]>();
  for (const { kind, outcome } of kinds) outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), kind]);
  return [...outcomes].map(([outcome, of]) => ({ outcome, of })).sort((a, b) => b.of.length - a.of.length);
}
