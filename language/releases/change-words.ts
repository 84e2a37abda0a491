import type { ChangeClass, ChangeSummary } from '../../engine/index.ts';

/** Most severe first. */
const classes: readonly ChangeClass[] = ['loosened', 'rerouted', 'tightened'];

/** "2 regions loosened, 1 tightened; other changes: 1 rerouted; 1 breaking" or "no decision changes" */
export function summaryWords({ regions, consequences, complete }: ChangeSummary): string {
  const parts = classes.filter(each => regions[each] > 0);
  const [first, ...rest] = parts;
  const words =
    first === undefined
      ? 'no decision changes'
      : [
          `${regions[first]} ${regions[first] === 1 ? 'region' : 'regions'} ${first}`,
          ...rest.map(each => `${regions[each]} ${each}`),
        ].join(', ');
  const others = classes.filter(each => consequences[each] > 0).map(each => `${consequences[each]} ${each}`);
  const more = [
    ...(others.length > 0 ? [`other changes: ${others.join(', ')}`] : []),
    ...(consequences.breaking > 0 ? [`${consequences.breaking} breaking`] : []),
    ...(complete ? [] : ['not everything could be compared']),
  ];
  return [words, ...more].join('; ');
}
