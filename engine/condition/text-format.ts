import { format as jsonSchemaFormats } from '@cfworker/json-schema';

/**
 * The check of a JSON Schema format; undefined where texts of any form pass. Durations and times are no texts: they have readers of their own.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7
 */
export function formatCheck(format: string | undefined): ((value: string) => boolean) | undefined {
  if (format === undefined || format === 'duration' || format === 'date-time') return undefined;
  if (!Object.hasOwn(jsonSchemaFormats, format)) return undefined;
  const check = (jsonSchemaFormats as Record<string, (value: string) => boolean>)[format];
  // The checks of addresses are regular expressions: a bound on the length keeps them quick on any input.
  return check && (value => value.length <= 2048 && check(value));
}
