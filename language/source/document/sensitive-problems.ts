import { nearestName } from '../../../engine/model/nearest-name.ts';
import { listIn, objectIn } from '../project/names.ts';
import type { SourceDocument } from './document.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Sensitive fields that a payload contract does not have: nothing would be redacted. JSON Schema cannot compare a list with the keys beside it. */
export function sensitiveProblems(document: SourceDocument): SchemaProblem[] {
  if (document.kind !== 'rule-set') return [];
  const contracts = objectIn(document.value, 'payloads');
  return Object.entries(contracts).flatMap(([contract, declared]) => {
    const fields = Object.keys(objectIn(declared, 'fields'));
    return listIn(declared, 'sensitive').flatMap((field, index): SchemaProblem[] => {
      if (typeof field !== 'string' || fields.includes(field)) return [];
      const suggestion = nearestName(field, fields) ?? null;
      const advice = suggestion === null ? '' : ` Did you mean \`${suggestion}\`?`;
      return [
        {
          kind: 'wrong-value',
          path: ['payloads', contract, 'sensitive', index],
          part: 'value',
          missing: [],
          message: `\`${contract}\` has no field \`${field}\`, so that nothing is redacted.${advice}`,
          suggestion,
          expected: fields,
        },
      ];
    });
  });
}
