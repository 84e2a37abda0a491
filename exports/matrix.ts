import { inSituation, type InSituation, type SituationOptions } from '../engine/index.ts';
import type { Decision, RuleSet } from '../engine/model/rule-set.ts';
import type { Steps } from '../engine/model/steps.ts';
import { writtenInput, type WrittenInput } from '../engine/model/written-input.ts';
import {
  canAsk,
  hostIds,
  hostOf,
  standardNames,
  supplies,
  toolKinds,
  type HostId,
  type ToolKind,
} from '../hosts/index.ts';
import type { ExportTarget } from './export-target.ts';

/** A host in which an export enforces the rules. */
export interface MatrixHost {
  /** The id of the export. */
  target: string;
  host: HostId;
  title: string;
  /** The declared signals that the host never supplies. */
  lacks: readonly string[];
}

/** What becomes of a call in a host: a person is asked, the call is denied, the turn is stopped, or the host goes its usual way. */
export type HostOutcome = 'asks' | 'denies' | 'stops' | 'continues';

/** What a rule, or the default, does in a host. */
export interface MatrixCell {
  /** How often it fires; null if undecided. The default always has `sometimes`. */
  fires: InSituation['rules'][number]['fires'];
  /** Signals that the host never supplies, because of which the condition is unknown. */
  unknownBecause: readonly string[];
  /** The kinds of tools about whose calls it decides, each with what becomes of such a call and an example of one. */
  kinds: readonly { kind: ToolKind; outcome: HostOutcome; example: WrittenInput }[];
}

export interface MatrixRow {
  /** The position of the rule in the rule set; null for the default. */
  index: number | null;
  decide: Decision;
  /** One for each host, in their order. */
  cells: MatrixCell[];
}

export interface Matrix {
  hosts: MatrixHost[];
  /** Active rules in the order of the rule set, then the default. */
  rows: MatrixRow[];
}

const asking: readonly Decision[] = ['pause', 'route', 'escalate'];

/** The hosts in which an export enforces rules; none if agents only read it. */
export function hostsOf({ id, enforces, hosts }: ExportTarget): readonly HostId[] {
  return enforces ? (hosts ?? hostIds.filter(each => each === id)) : [];
}

/** What each rule does in each host to which a rule set travels. */
export function* targetMatrix(
  ruleSet: RuleSet,
  targets: readonly ExportTarget[],
  options: SituationOptions,
): Steps<Matrix> {
  const hosts = targets.flatMap(target =>
    hostsOf(target).map((host): MatrixHost => ({
      target: target.id,
      host,
      title: hostOf(host).title,
      lacks: lackedBy(host, ruleSet),
    })),
  );
  const found = new Map<string, InSituation>();
  for (const { lacks } of hosts) {
    const key = lacks.join('\n');
    if (found.has(key)) continue;
    found.set(key, yield* inSituation(ruleSet, { missing: lacks, kinds: kindsOfCalls(ruleSet) }, options));
  }
  const situations = hosts.map(({ lacks }) => found.get(lacks.join('\n')) as InSituation);
  const rows = (situations[0]?.rules ?? []).map(({ index }, position): MatrixRow => {
    const decide = ruleSet.rules[index]?.decide ?? 'pause';
    const cells = situations.map(({ rules }, column) => {
      const { fires, unknownBecause, decides } = rules[position] as InSituation['rules'][number];
      return { fires, unknownBecause, kinds: outcomes(decide, decides, hosts[column] as MatrixHost) };
    });
    return { index, decide, cells };
  });
  const decide = ruleSet.default?.decide ?? 'pause';
  const cells = situations.map((situation, column): MatrixCell => ({
    fires: 'sometimes',
    unknownBecause: [],
    kinds: outcomes(decide, situation.default, hosts[column] as MatrixHost),
  }));
  return { hosts, rows: hosts.length === 0 ? [] : [...rows, { index: null, decide, cells }] };
}

/** The declared signals that a host never supplies. A program that calls its tools itself may supply any. */
export function lackedBy(host: HostId, { signals = {} }: Pick<RuleSet, 'signals'>): string[] {
  if (hostOf(host).integration === 'code') return [];
  return Object.keys(signals).filter(name => !supplies(host, name));
}

function outcomes(decide: Decision, decides: InSituation['default'], { host }: MatrixHost): MatrixCell['kinds'] {
  return decides.map(({ kind, witness }) => ({
    kind: kind as ToolKind,
    outcome: outcomeOf(decide, canAsk(host, kind as ToolKind)),
    example: writtenInput(witness),
  }));
}

/** A host that does not ask about a call denies it: never less than what the rules decide. */
function outcomeOf(decide: Decision, asks: boolean): HostOutcome {
  if (asking.includes(decide)) return asks ? 'asks' : 'denies';
  return decide === 'continue' ? 'continues' : decide === 'deny' ? 'denies' : 'stops';
}

/** The kinds of tools, each with a condition; if `tool.name` is not declared, nothing tells them apart. */
function kindsOfCalls({ signals = {} }: RuleSet): { id: ToolKind; when: string }[] {
  if (signals['tool.name']?.type !== 'string') return toolKinds.map(id => ({ id, when: 'true' }));
  const names = (kinds: readonly ToolKind[]) => `tool.name in ${JSON.stringify(kinds.flatMap(standardNames))}`;
  const isMcp = 'tool.name.startsWith("mcp__")';
  return toolKinds.map(id => {
    if (id === 'mcp') return { id, when: isMcp };
    return { id, when: id === 'other' ? `!(${names(toolKinds)}) && !${isMcp}` : names([id]) };
  });
}
