import { isJsonObject, type Json } from '../engine/model/json.ts';
import type { RuleSet } from '../engine/model/rule-set.ts';

/** The ids of the formats that a rule set lists under `exports`, each once, in its order; empty if it lists none. */
export function declaredExports(ruleSet: RuleSet): string[] {
  const listed = (ruleSet as { exports?: Json }).exports;
  if (!Array.isArray(listed)) return [];
  return [
    ...new Set(listed.flatMap(each => (isJsonObject(each) && typeof each['to'] === 'string' ? [each['to']] : []))),
  ];
}
