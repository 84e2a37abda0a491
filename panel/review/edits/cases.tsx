import type { Comparison } from '../../../protocol/server.ts';
import { formatNumber } from '../../words/format.ts';
import { useReviewPage } from '../page.ts';
import { casesInWords } from '../words.ts';
import { countCases } from './cards.ts';
import type { Fold } from './folds.tsx';

/** `2 samples · 300 cases logged` */
export function CaseNumbers({ comparison, ids }: { comparison: Comparison; ids: readonly string[] }) {
  const words = casesInWords(countCases(comparison, ids), knownIn(comparison));
  return words === '' ? null : <span class="change-cases quiet">{words}</span>;
}

function knownIn({ measurements }: Comparison): { samples: boolean; log: boolean } {
  const has = (kind: 'samples' | 'log') => measurements.some(each => each.kind === kind && each.total > 0);
  return { samples: has('samples'), log: has('log') };
}

/** The names of the known cases in some regions, if there are any. */
export function casesFold(pair: number, comparison: Comparison, ids: readonly string[]): Fold[] {
  const { samples, logged } = countCases(comparison, ids);
  if (samples + logged === 0) return [];
  return [{ label: 'which cases', content: () => <CaseNames pair={pair} comparison={comparison} ids={ids} /> }];
}

interface CaseNamesProps {
  pair: number;
  comparison: Comparison;
  ids: readonly string[];
}

function CaseNames({ pair, comparison, ids }: CaseNamesProps) {
  const page = useReviewPage();
  return (
    <ul class="case-names">
      {comparison.measurements.map(measurement => {
        const { samples, logged, names } = countCases({ measurements: [measurement] }, ids);
        const more = samples + logged - names.length;
        if (samples + logged === 0) return null;
        return (
          <li key={`${measurement.kind} ${measurement.name}`}>
            <span class="quiet">{measurement.kind === 'samples' ? 'Samples' : measurement.name}: </span>
            {names.map((name, index) => (
              <span key={index}>
                {index > 0 && '; '}
                {measurement.kind === 'samples' ? (
                  <button type="button" class="link" onClick={() => page.showSample(pair, name)}>
                    {name}
                  </button>
                ) : (
                  name
                )}
              </span>
            ))}
            {more > 0 && ` and ${formatNumber(more)} more`}
          </li>
        );
      })}
    </ul>
  );
}
