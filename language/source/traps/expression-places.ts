import type { SourcePath } from '../tree/source-node.ts';

/** Kinds of expressions in a rule file. */
export type ExpressionKind = 'condition' | 'field' | 'template';

/**
 * The kind of expression at a path of a rule file: a condition (`when`, `holds`, and the content of their `all`/`any`/`not`), a field
 * of a payload contract, or a reason with `{{ }}` placeholders. Null for all other paths.
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
