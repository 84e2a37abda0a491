import { exportTargets } from '../../exports/index.ts';
import type { Stamp } from '../../exports/stamp.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';

/** The formats in which a rule set can be exported. */
export interface TargetList {
  stamp: Stamp;
  /** The whole digest. */
  digest: string;
  /** The ids of those that the rule set lists. */
  declared: readonly string[];
}

function text({ declared }: TargetList): Printed {
  const width = Math.max(...exportTargets.map(({ id }) => id.length));
  return forPeople(
    exportTargets.map(({ id, title, enforces }) => {
      const what = enforces ? 'the host enforces it' : 'agents read it';
      return `${declared.includes(id) ? '*' : ' '} ${id.padEnd(width)}  ${title} (${what})`;
    }),
  );
}

/** Matches `schemas/export-targets.schema.json`. */
function json({ stamp, digest, declared }: TargetList): Printed {
  return asJson({
    ruleset: stamp.name,
    version: stamp.version,
    digest,
    targets: exportTargets.map(({ id, title, enforces }) => ({
      to: id,
      title,
      enforces,
      declared: declared.includes(id),
    })),
  });
}

export const targetFormats = { text, json } as const;
