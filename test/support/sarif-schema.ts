import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';

const file = path.join(import.meta.dirname, '../fixtures/sarif/sarif-2.1.0-rtm.5.json');

/** What is wrong with a log by the schema of SARIF 2.1.0; null where nothing is. */
export function sarifProblem(log: unknown): string | null {
  // The schema is of draft 4, and uses nothing that later drafts read otherwise, but for the name of `id`.
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { $schema?: string; id?: string };
  delete schema.$schema;
  delete schema.id;
  // One of its patterns is none where braces have to be escaped.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, validateFormats: false });
  const validate = ajv.compile(schema);
  return validate(log) ? null : ajv.errorsText(validate.errors);
}
