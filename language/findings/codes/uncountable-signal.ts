import { counterOf, whyNotBy } from '../../../engine/model/counters.ts';
import type { Project } from '../../source/project/project.ts';
import type { Detected, FindingDefinition } from '../finding.ts';

export const uncountableSignal: FindingDefinition = {
  code: 'uncountable-signal',
  category: 'syntax',
  severity: 'error',
  title: 'Counter that cannot count',
  summary:
    'A signal counts events by something that an event cannot share with the input, or in a period of no length.',
  detect: project => [...unfitKeys(project), ...emptyWindows(project)],
};

const reasons = {
  list: 'is a list. Count by a signal with a single value',
  counter: 'is a count itself. Count by what identifies a session, a customer or a case',
  key: 'has the same path as the name or the time of an event in samples. Count by a signal with another name',
} as const;

function unfitKeys({ references, declarations }: Project): Detected[] {
  return references.flatMap(({ path, name, uri, range }) => {
    const signal = path[0] === 'signals' ? declarations.signals.get(name) : undefined;
    const why = signal === undefined ? null : whyNotBy(name, signal);
    if (why === null) return [];
    return [{ message: `Events cannot be counted by \`${name}\`, which ${reasons[why]}.`, uri, range }];
  });
}

function emptyWindows({ definitions, declarations, documents }: Project): Detected[] {
  return definitions.flatMap(({ kind, name, path, uri }) => {
    const signal = kind === 'signal' ? declarations.signals.get(name) : undefined;
    const document = documents.get(uri);
    const counter = signal === undefined ? null : counterOf(name, signal);
    if (counter === null || document === undefined || counter.within > 0) return [];
    const message = `\`${name}\` is always 0: no event happens within ${counter.window}. Write a longer period.`;
    return [{ message, uri, range: document.rangeOf([...path, 'within']) }];
  });
}
