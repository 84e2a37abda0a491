import { ownValue } from '../../engine/model/json.ts';
import type { Position } from '../../language/location.ts';
import { listIn } from '../../language/source/project/names.ts';
import type { Session } from '../session.ts';

/** Index, in the version that decided last, of the rule on the line of a position; null if there is none. */
export async function ruleAt(session: Session, clientUri: string, { line }: Position): Promise<number | null> {
  const uri = session.open.canonical(clientUri);
  const now = await session.queries.project(uri);
  if (now === null) return null;
  const { document } = now;
  const rules = listIn(document.value, 'rules');
  const index = rules.findIndex((_, each) => {
    const { start, end } = document.rangeOf(['rules', each]);
    return start.line <= line && line <= end.line;
  });
  const rule = rules[index];
  if (rule === undefined) return null;
  const decided = session.goodVersions.of(uri)?.project ?? now;
  const version = ownValue(rule, 'version') ?? 1;
  const found = decided.ruleSet.rules.flatMap((each, at) =>
    each.id === ownValue(rule, 'id') && (each.version ?? 1) === version ? [at] : [],
  );
  return found.sort((a, b) => Math.abs(a - index) - Math.abs(b - index))[0] ?? null;
}
