import { kindsInWords } from '../../../exports/describe-target.ts';
import type { MatrixRow } from '../../../exports/matrix.ts';
import { canAsk, type ToolKind } from '../../../hosts/index.ts';
import { listed } from '../fact-words.ts';
import type { Travels } from '../../exports/travels.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { cellsOf, exportPlaces, rowPlace, type InHost } from '../host-words.ts';

export const hostCannotAsk: FindingDefinition = {
  code: 'host-cannot-ask',
  category: 'exports',
  severity: 'information',
  title: 'Host that does not ask',
  summary:
    'A rule hands over calls of tools about which a host that it is exported to asks nobody: they are denied there instead.',
  detectTravels: travels => (travels.matrix?.rows ?? []).flatMap(row => unasked(travels, row)),
};

const does: Partial<Record<MatrixRow['decide'], string>> = {
  pause: 'pauses',
  route: 'routes',
  escalate: 'escalates',
};

function unasked(travels: Travels, row: MatrixRow): Detected[] {
  const verb = does[row.decide];
  if (verb === undefined) return [];
  const denying = cellsOf(travels, row).filter(({ cell }) => cell.kinds.some(({ outcome }) => outcome === 'denies'));
  if (denying.length === 0) return [];
  const { project } = travels;
  const rule = row.index === null ? undefined : project.ruleSet.rules[row.index];
  const name = rule === undefined ? 'The default' : `\`${rule.id}\``;
  const place = rowPlace(project, row, 'decide');
  const hosts = byKinds(denying).map(({ titles, kinds }) => `${listed(titles)} ${asksNot(titles.length, kinds)}`);
  const denied = denying.flatMap(({ cell }) => cell.kinds.filter(({ outcome }) => outcome === 'denies'));
  return [
    {
      message: `${name} ${verb}, but ${hosts.join('; ')}: such calls are denied there. Use \`decide: deny\` if nobody should be asked, or export to another host.`,
      ...place,
      related: [
        ...place.related,
        ...exportPlaces(
          travels,
          denying.map(({ host }) => host),
        ),
      ],
      witness: denied[0]?.example ?? null,
    },
  ];
}

function asksNot(hosts: number, kinds: readonly ToolKind[]): string {
  return `${hosts === 1 ? 'asks' : 'ask'} nobody about ${kindsInWords(kinds)}`;
}

/** Hosts that deny the same kinds of tools, together. */
function byKinds(denying: readonly InHost[]): { titles: string[]; kinds: ToolKind[] }[] {
  const groups = new Map<string, { titles: string[]; kinds: ToolKind[] }>();
  for (const { host, cell } of denying) {
    const kinds = cell.kinds.filter(({ kind }) => !canAsk(host.host, kind)).map(({ kind }) => kind);
    const group = groups.get(kinds.join(' ')) ?? { titles: [], kinds };
    groups.set(kinds.join(' '), group);
    group.titles.push(host.title);
  }
  return [...groups.values()];
}
