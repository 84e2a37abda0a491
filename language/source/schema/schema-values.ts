import type { Json } from '../../../engine/model/json.ts';
import type { SchemaNode } from './schema-nodes.ts';

/** A valid value with its description. */
export interface ValueChoice {
  value: Json;
  description: string | null;
  default: boolean;
  /** The version of the language that knows the value, if not all versions do. */
  since: number | null;
}

/** The values that nodes list, or those that they suggest if others are valid too. */
export function valuesOf(nodes: readonly SchemaNode[]): ValueChoice[] {
  const preset = nodes.find(node => node.default !== undefined)?.default;
  const choice = (value: Json, description: string | undefined): ValueChoice => ({
    value,
    description: description ?? null,
    default: value === preset,
    since: sinceOf(nodes, value),
  });
  const listed = nodes.find(node => node.enum !== undefined);
  if (listed?.enum !== undefined)
    return listed.enum.map((value, index) => choice(value, listed.enumDescriptions?.[index]));
  const fixed = nodes.find(node => node.const !== undefined)?.const;
  if (fixed !== undefined) return [choice(fixed, undefined)];
  const suggested = nodes.find(node => node.suggestions !== undefined);
  const values = (suggested?.suggestions ?? []).map((value, index) =>
    choice(value, suggested?.suggestionDescriptions?.[index]),
  );
  return typesOf(nodes).includes('boolean') ? [...values, choice(true, undefined), choice(false, undefined)] : values;
}

/** The version of the language from which on the nodes allow a value; null if all versions do. */
function sinceOf(nodes: readonly SchemaNode[], value: Json): number | null {
  if (typeof value !== 'string') return null;
  for (const { since } of nodes)
    if (typeof since === 'object' && Object.hasOwn(since, value)) return since[value] ?? null;
  return null;
}

/** True if only the listed values are valid. */
export function isClosed(nodes: readonly SchemaNode[]): boolean {
  return nodes.some(node => node.enum !== undefined || node.const !== undefined);
}

/** The JSON types that all nodes allow; empty if no node restricts the type. */
export function typesOf(nodes: readonly SchemaNode[]): string[] {
  const named = nodes.flatMap(node => (node.type === undefined ? [] : [[node.type].flat()]));
  const [types = [], ...others] = named;
  return types.filter(type => others.every(other => other.includes(type)));
}
