import { format as jsonSchemaFormats } from '@cfworker/json-schema';

/** The check of a signal's format; undefined if every text passes. Durations and timestamps are parsed instead. */
export function formatCheck(format: string | undefined): ((value: string) => boolean) | undefined {
  return format === undefined || format === 'duration' || format === 'date-time' ? undefined : textFormat(format);
}

/**
 * The check of a JSON Schema format; undefined for an unknown format.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7
 */
export function textFormat(format: string): ((value: string) => boolean) | undefined {
  if (!Object.hasOwn(jsonSchemaFormats, format)) return undefined;
  const check = (jsonSchemaFormats as Record<string, (value: string) => boolean>)[format];
  // Some checks are regular expressions with backtracking; bounding the length keeps them fast.
  return check && (value => value.length <= 2048 && check(value));
}
