import { format as jsonSchemaFormats } from '@cfworker/json-schema';

/** The check of a signal's format; undefined if texts of any form pass. Durations and times are not texts: they have readers of their own. */
export function formatCheck(format: string | undefined): ((value: string) => boolean) | undefined {
  return format === undefined || format === 'duration' || format === 'date-time' ? undefined : textFormat(format);
}

/**
 * The check of a JSON Schema format; undefined for a format that is not known.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7
 */
export function textFormat(format: string): ((value: string) => boolean) | undefined {
  if (!Object.hasOwn(jsonSchemaFormats, format)) return undefined;
  const check = (jsonSchemaFormats as Record<string, (value: string) => boolean>)[format];
  // The checks of addresses are regular expressions: a bound on the length keeps them quick on any input.
  return check && (value => value.length <= 2048 && check(value));
}
