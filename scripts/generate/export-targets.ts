import { describeTarget } from '../../exports/describe-target.ts';
import { exportTargets } from '../../exports/index.ts';

interface WithExports {
  $defs: { export: { properties: { to: { enum: string[]; enumDescriptions: string[] } } } };
}

/** The values of `to` under `exports` in the schemas of rule sets and configurations. */
export function exportTargetSchema(text: string): string {
  const schema = JSON.parse(text) as WithExports;
  Object.assign(schema.$defs.export.properties.to, {
    enum: exportTargets.map(({ id }) => id),
    enumDescriptions: exportTargets.map(describeTarget),
  });
  return JSON.stringify(schema);
}
