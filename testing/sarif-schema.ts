import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';

const file = path.join(import.meta.dirname, '../test/fixtures/sarif/sarif-2.1.0-rtm.5.json');

/** Validates a log against the schema of SARIF 2.1.0. @returns the errors; null if there are none */
export function sarifProblem(log: unknown): string | null {
  // The schema is in draft 4. Only `id` has another name in later drafts.
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { $schema?: string; id?: string };
  delete schema.$schema;
  delete schema.id;
  // One of its patterns is invalid in Unicode mode, which requires escaped braces.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, validateFormats: false });
  const validate = ajv.compile(schema);
  return validate(log) ? null : ajv.errorsText(validate.errors);
}
