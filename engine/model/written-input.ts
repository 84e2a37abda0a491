import type { Json } from './json.ts';
import { formatTimestamp } from './time/timestamp.ts';

/** An input with the circumstances of its decision, as reports and samples write it. */
export interface WrittenInput {
  input: Json;
  /** RFC 3339; null if any time will do. */
  at: string | null;
  /** The ids of rules for which a reviewer of this very case has issued a grant; absent if there are none. */
  grants?: string[];
}

/** @param example `at` is in milliseconds since the Unix epoch */
export function writtenInput(example: { input: Json; at: number | null; grants?: readonly string[] }): WrittenInput {
  const { input, at, grants = [] } = example;
  return {
    input,
    at: at === null ? null : formatTimestamp(at),
    ...(grants.length === 0 ? {} : { grants: [...grants] }),
  };
}
