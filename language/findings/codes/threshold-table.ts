import { canChoose, listedValues, signalType, thresholdOf, valueOfKey } from '../../../engine/index.ts';
import { isJsonObject, ownValue } from '../../../engine/model/json.ts';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import {
  isTable,
  type Signal,
  type ThresholdDeclaration,
  type ThresholdTable,
} from '../../../engine/model/rule-set.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import { objectIn } from '../../source/project/names.ts';
import type { Project } from '../../source/project/project.ts';
import type { Detected, Finding, FindingDefinition, Fix } from '../finding.ts';
import { inWords, related, replacement } from '../places.ts';
import { removalFix } from '../removal.ts';

export const thresholdTable: FindingDefinition = {
  code: 'threshold-table',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Table that does not fit its signal',
  summary:
    'A table of thresholds has no value for a value of its signal, has an entry for a value that the signal never has, or its signal cannot choose.',
  guards: 'loading',
  detect,
};

/** A table of thresholds in a file, with the signal that chooses. */
interface Table {
  document: SourceDocument;
  path: SourcePath;
  name: string;
  table: ThresholdTable;
  signal: Signal;
  /** The place at which the signal is declared. */
  declared: Finding['related'];
}

/** The faults of the tables whose signal is declared, at the key of the table, at `per` or at an entry. */
function* detect(project: Project): Generator<Detected> {
  for (const { document } of project.files) {
    for (const [name, declaration] of Object.entries(objectIn(document.value, 'thresholds'))) {
      if (!isJsonObject(declaration) || !Object.hasOwn(project.ruleSet.thresholds ?? {}, name)) continue;
      const table = thresholdOf(declaration as unknown as ThresholdDeclaration);
      if (!isTable(table) || typeof table.per !== 'string' || !isJsonObject(ownValue(declaration, 'values'))) continue;
      const signal = project.declarations.signals.get(table.per);
      if (signal === undefined) continue;
      const declared = project.definitionsOf('signal', table.per).flatMap(definition => {
        const home = project.documents.get(definition.uri);
        const message = `\`${table.per}\` is declared here.`;
        return home === undefined ? [] : [related(home, definition.path, definition.range, message)];
      });
      yield* faultsOf({ document, path: ['thresholds', name], name, table, signal, declared });
    }
  }
}

function* faultsOf(at: Table): Generator<Detected> {
  const { document, path, name, table, signal, declared } = at;
  const { uri } = document;
  const { per, values, value } = table;
  if (!canChoose(signal)) {
    const message = `\`${per}\` cannot choose from a table: ${kindInWords(signal)}. Name a string, a boolean, or an integer with an \`enum\`.`;
    yield { message, uri, range: document.rangeOf([...path, 'per']), related: declared };
    return;
  }
  const listed = listedValues(signal)?.map(String) ?? null;
  const without = (listed ?? []).filter(each => !Object.hasOwn(values, each));
  for (const key of Object.keys(values)) {
    const isPossible = listed === null ? valueOfKey(key, signal) !== undefined : listed.includes(key);
    if (!isPossible) yield strayEntry(at, key, listed ?? [], without);
  }
  const range = document.rangeOf(path, 'key');
  if (value === undefined && listed === null) {
    const message = `\`${name}\` has no value for other values of \`${per}\`, whose declaration does not list them. Write \`value\`, which holds for all of them.`;
    yield { message, uri, range, related: declared };
  } else if (value === undefined && without.length > 0) {
    const message = `\`${name}\` has no value if \`${per}\` is ${inWords(shortened(without), 'or')}. Add an entry, or write \`value\`, which holds for all others.`;
    yield { message, uri, range, related: declared };
  }
}

/** An entry for a value that the signal never has. If the value is misspelt, the nearest one without an entry is offered. */
function strayEntry(
  { document, path, table, signal, declared }: Table,
  key: string,
  listed: string[],
  without: string[],
): Detected {
  const { uri } = document;
  const place = [...path, 'values', key];
  const range = document.rangeOf(place, 'key');
  const suggestion = nearestName(key, without);
  const advice =
    suggestion === undefined ? ' Remove the entry, or change the declaration.' : ` Did you mean \`${suggestion}\`?`;
  const values = listed.length === 0 ? '' : ` It is ${inWords(shortened(listed), 'or')}.`;
  const fixes: (Fix | null)[] = [
    suggestion === undefined ? null : renamed(document, range, key, suggestion),
    removalFix(`Remove the entry for ${JSON.stringify(key)}`, document, place),
  ];
  return {
    message: `\`${table.per}\` is never ${JSON.stringify(key)}.${signal.enum === undefined ? '' : values}${advice}`,
    uri,
    range,
    related: declared,
    fixes: fixes.flatMap((fix, index) => (fix === null ? [] : [{ ...fix, preferred: index === 0 }])),
  };
}

function renamed(document: SourceDocument, range: Detected['range'], key: string, suggestion: string): Fix {
  const written = document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end));
  const isPlain = written === key && /^[A-Za-z_][\w.-]*$/.test(suggestion);
  const text = isPlain ? suggestion : JSON.stringify(suggestion);
  return replacement(`Change to ${text}`, document.uri, range, text);
}

function kindInWords(signal: Signal): string {
  const type = signalType(signal);
  if (type === 'int') return 'it is an integer without an `enum`';
  if (type === 'double') return 'it is a number';
  if (type === 'duration' || type === 'timestamp') return `it is a ${type}`;
  return 'it is a list';
}

const maxListed = 5;

function shortened(values: readonly string[]): string[] {
  return values.length <= maxListed ? [...values] : [...values.slice(0, maxListed - 1), '…'];
}
