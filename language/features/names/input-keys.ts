import { eventKeys } from '../../../engine/model/counters.ts';
import type { Range } from '../../location.ts';
import type { SourcePath } from '../../source/document/document.ts';
import { stepsAlong } from '../../source/tree/source-steps.ts';
import type { SamplesFile } from '../../source/project/samples.ts';
import { listIn } from '../../source/project/names.ts';

/** The keys in samples' inputs and events that give signals their values: for each signal, the key of the last step of its path. */
export function inputKeys(
  { document }: Pick<SamplesFile, 'document'>,
  signals: readonly string[],
): { name: string; range: Range }[] {
  const holders = listIn(document.value, 'cases').flatMap((each, index): SourcePath[] => [
    ['cases', index, 'input'],
    ...listIn(each, 'events').map((_, event) => ['cases', index, 'events', event]),
  ]);
  return holders.flatMap(holder =>
    signals.flatMap(name => {
      const own = name.split('.');
      if (holder[2] === 'events' && eventKeys.includes(own[0] ?? '')) return [];
      const path = [...holder, ...own];
      const steps = stepsAlong(document.root, path);
      const entry = steps.length === path.length + 1 ? steps.at(-1)?.entry : null;
      if (entry === null || entry === undefined) return [];
      const { keyNode } = entry;
      const quoted = keyNode.end - keyNode.start === entry.key.length + 2 ? 1 : 0;
      return [{ name, range: document.rangeBetween(keyNode.start + quoted, keyNode.end - quoted) }];
    }),
  );
}
