import type { SourcePath } from '../tree/source-node.ts';

/** What kind of expression a place of a rule set holds; null for all other places. */
export type ExpressionKind = 'condition' | 'field' | 'template';

/**
 * The places of a rule set's document that hold CEL: conditions (`when`, `holds`, and what stands inside their
 * `all`/`any`/`not`), fields of payload contracts, and reasons with `{{ }}` placeholders.
 */
export function expressionKind(path: SourcePath): ExpressionKind | null {
  const [section, second, third] = path;
  if (section === 'payloads') return path.length === 4 && third === 'fields' ? 'field' : null;
  if (section === 'rules' && path.length === 3 && third === 'reason') return 'template';
  if (section === 'default') return path.length === 2 && second === 'reason' ? 'template' : null;
  if (section === 'rules' || section === 'invariants') {
    return third === 'when' && insideCondition(path, 3) ? 'condition' : null;
  }
  if (section === 'assumptions') {
    return (third === 'when' || third === 'holds') && insideCondition(path, 3) ? 'condition' : null;
  }
  return null;
}

function insideCondition(path: SourcePath, from: number): boolean {
  for (let i = from; i < path.length; i++) {
    const segment = path[i];
    if (segment === 'not') continue;
    if ((segment === 'all' || segment === 'any') && typeof path[i + 1] === 'number') {
      i++;
      continue;
    }
    return false;
  }
  return true;
}
