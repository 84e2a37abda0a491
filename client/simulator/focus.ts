import type { Json } from '../../engine/model/json.ts';
import type { NamedVersion } from '../../protocol/simulator.ts';
import type { GivenInput } from '../../protocol/server.ts';

/** What a simulator is opened for: a sample, a rule or an input to show first. */
export interface Focus {
  sample: string | null;
  /** Index in the rule set's `rules`. */
  rule: number | null;
  given: GivenInput | null;
  /** Versions of the rule set to choose from, and the one to begin with. */
  versions: NamedVersion[];
  version: string | null;
}

export const noFocus: Focus = { sample: null, rule: null, given: null, versions: [], version: null };

/** The input that a command's argument holds; null where it holds none. It comes from outside, so it is taken apart with care. */
export function givenIn(value: unknown): GivenInput | null {
  if (typeof value !== 'object' || value === null || !('input' in value) || value.input === undefined) return null;
  const name = 'name' in value && typeof value.name === 'string' ? value.name : '';
  const at = 'at' in value && typeof value.at === 'string' ? value.at : null;
  return { name: name === '' ? 'An input' : name, input: value.input as Json, at };
}
