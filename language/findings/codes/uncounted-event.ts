import type { UncountedEvent } from '../../../engine/model/count-events.ts';
import { isJsonObject, type Json } from '../../../engine/model/json.ts';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import { entryOf } from '../../source/schema/schema-nodes.ts';
import type { CountedCase, SamplesFile } from '../../source/project/samples.ts';
import { isWhole } from '../analysis.ts';
import { dottedKeys, nestedInWords, nestingFix } from '../dotted-key.ts';
import { listed } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { scalarFix } from '../places.ts';
import { removalFix } from '../removal.ts';

export const uncountedEvent: FindingDefinition = {
  code: 'uncounted-event',
  category: 'samples',
  fixable: true,
  severity: 'warning',
  title: 'Event of a sample that is not counted',
  summary:
    'No counter counts an event of a sample: it happens after the decision, has another name or lacks data; or the input gives the number.',
  detectInSamples: ({ cases, document, project }: SamplesFile) => {
    if (project === null) return [];
    // A declaration that breaks the schema may count anything.
    const certain = isWhole(project)
      ? () => true
      : ({ kind }: UncountedEvent) => kind === 'later' || kind === 'no-time';
    return cases.flatMap(each => each.uncounted.filter(certain).map(event => detected(document, each, event)));
  },
};

function detected(document: SourceDocument, { path, sample }: CountedCase, uncounted: UncountedEvent): Detected {
  const event = [...path, 'events', uncounted.event];
  const at = (place: SourcePath) => ({ uri: document.uri, range: document.rangeOf(place) });
  switch (uncounted.kind) {
    case 'later':
      return {
        message: `This event happens after the decision (${sample.at ?? 'now'}), so nothing counts it. Correct one of the two times.`,
        ...at([...event, 'at']),
      };
    case 'no-time':
      return {
        message:
          'The sample has no `at`, so it is not known how long before the decision this event happens. Write `ago`, or add `at` to the sample.',
        ...at([...event, 'at']),
      };
    case 'unknown': {
      const near = nearestName(uncounted.name, uncounted.names);
      const advice =
        near === undefined
          ? ` Delete the event, or declare a signal with \`counts: ${uncounted.name}\`.`
          : ` Did you mean \`${near}\`?`;
      const place = [...event, 'event'];
      const fix = near === undefined ? null : scalarFix(`Change to \`${near}\``, document, place, near);
      return {
        message: `No signal of the rule set counts events \`${uncounted.name}\`.${advice}`,
        ...at(place),
        fixes: fix === null ? [] : [fix],
      };
    }
    case 'incomplete': {
      const data = event.reduce(entryOf, document.value);
      const [keys] = uncounted.lacks.flatMap(name => {
        const found = dottedKeys(data, name);
        return found === null ? [] : [found];
      });
      if (keys !== undefined) return dotted(document, [...event, ...keys], uncounted.name);
      return {
        message: `Nothing counts this event: it has no ${named(uncounted.lacks)}, by which events \`${uncounted.name}\` are counted. Add it.`,
        ...at([...event, 'event']),
      };
    }
    case 'given': {
      const place = [...path, 'input', ...uncounted.counter.split('.')];
      // Without its only value, the input itself would be removed.
      const isAlone = valuesIn(sample.input) === 1;
      const fix = isAlone ? null : removalFix(`Remove \`${uncounted.counter}\` from the input`, document, place);
      return {
        message: `The input gives \`${uncounted.counter}\`, so the events of the sample do not determine it. Remove the number or the events.`,
        ...at(place),
        fixes: fix === null ? [] : [fix],
      };
    }
    case 'no-value':
      return {
        message: `\`${uncounted.counter}\` is missing: the input has no ${named(uncounted.lacks)}, by which it counts. Add it to the input.`,
        ...at([...path, 'input']),
      };
  }
}

/** A value by which events are counted, under a key with dots instead of at its path. */
function dotted(document: SourceDocument, path: SourcePath, event: string): Detected {
  const key = String(path.findLast(each => String(each).includes('.')));
  const place = path.slice(0, path.lastIndexOf(key) + 1);
  const fix = nestingFix(document, place);
  return {
    message: `Nothing counts this event \`${event}\`: a signal's name is a path, and \`${key}\` is a single key. Write ${nestedInWords(key)}.`,
    uri: document.uri,
    range: document.rangeOf(place, 'key'),
    fixes: fix === null ? [] : [fix],
  };
}

/** The number of values in a document, at any depth. */
function valuesIn(document: Json): number {
  return isJsonObject(document) ? Object.values(document).reduce<number>((sum, each) => sum + valuesIn(each), 0) : 1;
}

function named(names: readonly string[]): string {
  return listed(
    names.map(name => `\`${name}\``),
    'or',
  );
}
