import type { ChangeClass, ChangeSummary } from '../../engine/index.ts';

const mostSevere: readonly ChangeClass[] = ['loosened', 'rerouted', 'tightened'];

/** "2 regions loosened, 1 tightened", "no decision changes"; with the changes beside the decisions, and what is not known. */
export function summaryWords({ regions, consequences, complete }: ChangeSummary): string {
  const parts = mostSevere.filter(each => regions[each] > 0);
  const [first, ...rest] = parts;
  const words =
    first === undefined
      ? 'no decision changes'
      : [
          `${regions[first]} ${regions[first] === 1 ? 'region' : 'regions'} ${first}`,
          ...rest.map(each => `${regions[each]} ${each}`),
        ].join(', ');
  const beside = mostSevere.filter(each => consequences[each] > 0).map(each => `${consequences[each]} ${each}`);
  const other = [
    ...(beside.length > 0 ? [`${beside.join(', ')} beside the decisions`] : []),
    ...(consequences.breaking > 0 ? [`${consequences.breaking} breaking`] : []),
    ...(complete ? [] : ['not all of it could be told']),
  ];
  return [words, ...other].join('; ');
}
