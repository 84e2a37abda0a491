import { counterInWords, countersOf } from '../../../engine/model/counters.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { Project } from '../../source/project/project.ts';
import { withoutMarkdown } from '../describe/markdown.ts';
import type { CompletionItem } from './item.ts';
import type { WriteValue } from './value-completion.ts';

/** The names of the events that a rule set counts, where a sample's event or another counter names one. */
export function completeEventNames(
  { kind }: SourceDocument,
  path: SourcePath,
  { declarations }: Project,
  write: WriteValue,
): CompletionItem[] {
  const [section, own, third, , key] = path;
  const isCounter = kind === 'rule-set' && section === 'signals' && third === 'counts' && path.length === 3;
  const isEvent = kind === 'samples' && third === 'events' && key === 'event' && path.length === 5;
  if (!isCounter && !isEvent) return [];
  const items = new Map<string, CompletionItem>();
  for (const counter of countersOf(declarations.signals)) {
    if ((isCounter && counter.signal === own) || items.has(counter.counts)) continue;
    const detail = withoutMarkdown(`${counter.signal}: ${counterInWords(counter)}`);
    items.set(counter.counts, write(counter.counts, 'value', { detail, group: 1 }));
  }
  return [...items.values()];
}
