import { findingSeverities, guardInWords, severityInWords } from '../../language/findings/finding.ts';
import { findingDefinitions } from '../../language/findings/index.ts';

interface Manifest {
  contributes: { configuration: { properties: { 'handrail.severity': { properties: unknown } } } };
}
interface ConfigurationSchema {
  properties: { severity: { properties: unknown } };
}

/** The setting `handrail.severity` in the manifest of the extension. */
export function severitySettings(text: string): string {
  const manifest = JSON.parse(text) as Manifest;
  const settings = findingDefinitions.map(definition => {
    const guard = guardInWords(definition);
    const markdownDescription = `${definition.summary} ${severityInWords(definition)}`;
    if (guard === null) return [definition.code, { enum: [...findingSeverities, 'off'], markdownDescription }];
    const errorMessage = `This finding is always an error: ${guard}. Remove this entry.`;
    return [definition.code, { enum: ['error'], markdownDescription, errorMessage }];
  });
  manifest.contributes.configuration.properties['handrail.severity'].properties = Object.fromEntries(settings);
  return JSON.stringify(manifest);
}

/** The keys of `severity` in the schema of `handrail.config.yaml`. */
export function severitySchema(text: string): string {
  const schema = JSON.parse(text) as ConfigurationSchema;
  const keys = findingDefinitions.map(definition => {
    const { code, summary, severity, guards = 'severity' } = definition;
    const description = `${summary} ${severityInWords(definition)}`;
    return [code, { title: code, description, $ref: `#/$defs/${guards}`, default: severity }];
  });
  schema.properties.severity.properties = Object.fromEntries(keys);
  return JSON.stringify(schema);
}
