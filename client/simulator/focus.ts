import type { Json } from '../../engine/model/json.ts';
import type { NamedVersion } from '../../protocol/simulator.ts';
import type { GivenInput } from '../../protocol/server.ts';

/** What a simulator shows first: a sample, a rule or an input. */
export interface Focus {
  sample: string | null;
  /** Index in the rule set's `rules`. */
  rule: number | null;
  given: GivenInput | null;
  /** Versions of the rule set to choose from, and the one to start with. */
  versions: NamedVersion[];
  version: string | null;
}

export const noFocus: Focus = { sample: null, rule: null, given: null, versions: [], version: null };

/** The input in a command's argument, which may be anything; null if it holds none. */
export function givenIn(value: unknown): GivenInput | null {
  if (typeof value !== 'object' || value === null || !('input' in value) || value.input === undefined) return null;
  const name = 'name' in value && typeof value.name === 'string' ? value.name : '';
  const at = 'at' in value && typeof value.at === 'string' ? value.at : null;
  const grants =
    'grants' in value && Array.isArray(value.grants) ? value.grants.filter(each => typeof each === 'string') : [];
  return {
    name: name === '' ? 'An input' : name,
    input: value.input as Json,
    at,
    ...(grants.length === 0 ? {} : { grants }),
  };
}
