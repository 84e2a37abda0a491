import { describeTarget } from '../../exports/describe-target.ts';
import { exportTargets } from '../../exports/index.ts';

interface RuleSetSchema {
  $defs: { export: { properties: { to: { enum: string[]; enumDescriptions: string[] } } } };
}

/** The values of `to` under `exports` in the schema of rule sets. */
export function exportTargetSchema(text: string): string {
  const schema = JSON.parse(text) as RuleSetSchema;
  Object.assign(schema.$defs.export.properties.to, {
    enum: exportTargets.map(({ id }) => id),
    enumDescriptions: exportTargets.map(describeTarget),
  });
  return JSON.stringify(schema);
}
