import type { Range } from '../../language/location.ts';
import { homepage, version } from '../version.ts';
import { asJson, type Printed } from '../printed.ts';

export type SarifLevel = 'error' | 'warning' | 'note';

/** A kind of result. */
export interface SarifRule {
  id: string;
  title: string;
  summary: string;
  /** Path of its documentation in the product's repository. */
  page: string;
  level: SarifLevel;
}

export interface SarifResult {
  /** `id` of its rule. */
  rule: string;
  level: SarifLevel;
  message: string;
  place: SarifPlace;
  related: (SarifPlace & { message: string })[];
  /** Data that SARIF has no property for; null if there is none. */
  properties: object | null;
  /** Identifies the same result across runs. */
  fingerprint?: string;
}

/** A file on which the run failed. */
export interface SarifFailure {
  file: string;
  message: string;
}

export interface SarifPlace {
  /** Relative to the working directory, with slashes. */
  file: string;
  range: Range;
}

/** A log of one run in SARIF 2.1.0 (OASIS); columns count UTF-16 code units and are one-based. */
export function sarifLog(
  rules: readonly SarifRule[],
  results: readonly SarifResult[],
  failures: readonly SarifFailure[] = [],
): Printed {
  const driver = {
    name: 'handrail',
    version,
    informationUri: homepage,
    rules: rules.map(({ id, title, summary, page, level }) => ({
      id,
      name: title,
      shortDescription: { text: title },
      fullDescription: { text: summary },
      helpUri: `${homepage}/blob/main/${page}`,
      defaultConfiguration: { level },
    })),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map(({ file, message }) => ({
              level: 'error',
              message: { text: message },
              locations: [{ physicalLocation: { artifactLocation: { uri: relativeUri(file) } } }],
            })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: results.map(({ rule, level, message, place, related, properties, fingerprint }) => ({
          ruleId: rule,
          ruleIndex: rules.findIndex(({ id }) => id === rule),
          level,
          message: { text: message },
          locations: [location(place)],
          relatedLocations: related.map((each, id) => ({ id, message: { text: each.message }, ...location(each) })),
          ...(fingerprint === undefined ? {} : { partialFingerprints: { 'handrail/v1': fingerprint } }),
          ...(properties === null ? {} : { properties }),
        })),
      },
    ],
  };
  return asJson(log);
}

function location({ file, range: { start, end } }: SarifPlace): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: relativeUri(file) },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}

/** A path as a URI reference (RFC 3986), with each part encoded so that `#`, `?` and `:` in names have no special meaning. */
function relativeUri(file: string): string {
  const wellFormed = file.replace(/\p{Cs}/gu, '\ufffd');
  return wellFormed.split('/').map(encodeURIComponent).join('/');
}
