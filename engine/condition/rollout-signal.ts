import { nearestName } from '../model/nearest-name.ts';
import { hasBuckets } from '../model/rollout.ts';
import type { Signal } from '../model/rule-set.ts';
import type { Declarations } from './declarations.ts';
import type { ExpressionProblem, ExpressionReference } from './references.ts';

/** Checks the name of the signal by which a rollout divides the inputs. */
export function checkRolloutSignal(
  name: string,
  declarations: Declarations,
): { problems: ExpressionProblem[]; references: ExpressionReference[]; condition: null } {
  const place = { start: 0, end: name.length };
  const signal = declarations.signals.get(name);
  if (signal === undefined || signal.derived !== undefined)
    return { problems: [{ ...undeclared(name, declarations), ...place }], references: [], condition: null };
  const message = `A rollout is divided by an id: a signal of type string or integer. \`${name}\` is ${typeInWords(signal)}, so name another signal.`;
  return {
    problems: hasBuckets(signal) ? [] : [{ kind: 'type', message, ...place }],
    references: [{ kind: 'signal', name, ...place }],
    condition: null,
  };
}

function undeclared(
  name: string,
  { signals, thresholds }: Declarations,
): Pick<ExpressionProblem, 'kind' | 'message' | 'name' | 'suggestion'> {
  const ids = [...signals].flatMap(([id, signal]) => (signal.derived === undefined && hasBuckets(signal) ? [id] : []));
  const suggestion = nearestName(name, ids);
  const problem = { kind: 'undefined-signal', name, ...(suggestion === undefined ? {} : { suggestion }) } as const;
  if (thresholds.has(name))
    return { ...problem, message: `\`${name}\` is a threshold, which is the same for all inputs. Name a signal.` };
  const advice = suggestion === undefined ? 'Declare it under `signals`.' : `Did you mean \`${suggestion}\`?`;
  return { ...problem, message: `There is no signal \`${name}\`. ${advice}` };
}

function typeInWords({ type, format }: Signal): string {
  return type === 'string' && format !== undefined ? `of format ${format}` : `of type ${type}`;
}
