import type { MatrixCell, MatrixRow } from '../../../exports/matrix.ts';
import type { Travels } from '../../exports/travels.ts';
import { listed } from '../fact-words.ts';
import type { Detected, FindingDefinition, Fix } from '../finding.ts';
import { cellsOf, exportPlaces, rowPlace, type InHost } from '../host-words.ts';
import { inWords, replacement } from '../places.ts';

export const hostLacksSignal: FindingDefinition = {
  code: 'host-lacks-signal',
  category: 'exports',
  fixable: true,
  severity: 'warning',
  title: 'Signal that a host never has',
  summary:
    'A rule needs a signal that a host it is exported to never supplies, so it fires there on every call, never, or on its other conditions alone.',
  detectTravels: travels => (travels.matrix?.rows ?? []).flatMap(row => lacking(travels, row)),
};

function lacking(travels: Travels, row: MatrixRow): Detected[] {
  const { project } = travels;
  const affected = cellsOf(travels, row).filter(({ cell }) => cell.unknownBecause.length > 0 && cell.fires !== null);
  if (row.index === null || affected.length === 0) return [];
  const lacked = new Set(affected.flatMap(({ cell }) => cell.unknownBecause));
  const place = rowPlace(project, row, 'when');
  const severe = affected.some(({ cell }) => cell.fires !== 'sometimes');
  const said = byEffect(affected).map(({ titles, signals, fires }) => {
    const supply = signals.length === 1 ? 'is never available' : 'are never available';
    return `In ${listed(titles)}, ${inWords(signals)} ${supply}: this rule ${effects[fires]}.`;
  });
  return [
    {
      message: `${said.join(' ')} Decide without ${lacked.size === 1 ? 'it' : 'them'} there, or let the rule ask with \`has(…)\`.`,
      ...place,
      ...(severe ? {} : { severity: 'information' as const }),
      related: [
        ...place.related,
        ...exportPlaces(
          travels,
          affected.map(({ host }) => host),
        ),
      ],
      fixes: guards(travels, row, affected),
    },
  ];
}

const effects: Record<NonNullable<MatrixCell['fires']>, string> = {
  always: 'fires on every call',
  'wherever-possible': 'fires on every call that can meet its other conditions',
  sometimes: 'fires only on what its other conditions decide alone',
  never: 'never fires',
};

interface Effect {
  titles: string[];
  signals: readonly string[];
  fires: NonNullable<MatrixCell['fires']>;
}

/** Hosts with the same effect, together. */
function byEffect(affected: readonly InHost[]): Effect[] {
  const groups = new Map<string, Effect>();
  for (const { host, cell } of affected) {
    if (cell.fires === null) continue;
    const key = `${cell.fires} ${cell.unknownBecause.join(' ')}`;
    const group = groups.get(key) ?? { titles: [], signals: cell.unknownBecause, fires: cell.fires };
    groups.set(key, group);
    group.titles.push(host.title);
  }
  return [...groups.values()];
}

/** Asks first whether the signals are there, so that a rule that fired without them does not. A condition on several lines is left to its author. */
function guards({ project }: Travels, { index, decide }: MatrixRow, affected: readonly InHost[]): Fix[] {
  const origin = project.originOf(['rules', index ?? 0, 'when']);
  const document = origin === null ? undefined : project.documents.get(origin.uri);
  const node = origin === null ? undefined : document?.nodeAt(origin.path);
  if (origin === null || document === undefined || node?.kind !== 'scalar') return [];
  const written = document.text.slice(node.start, node.end);
  if (node.style !== 'plain' || written !== node.text) return [];
  const signals = [...new Set(affected.flatMap(({ cell }) => cell.unknownBecause))];
  const asked = signals.map(name => `has(${name})`).join(' && ');
  const condition = node.text.includes('||') || node.text.includes('?') ? `(${node.text})` : node.text;
  const range = document.rangeBetween(node.start, node.end);
  const title = `Fire only if ${inWords(signals)} ${signals.length === 1 ? 'is' : 'are'} there`;
  const fix = replacement(title, origin.uri, range, `${asked} && ${condition}`, false);
  const loosens = decide !== 'continue' && affected.some(({ cell }) => cell.fires !== 'never');
  return [loosens ? { ...fix, loosens } : fix];
}
