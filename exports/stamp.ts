import { shortDigest } from '../engine/model/short-digest.ts';
import type { ExportSource } from './exported-file.ts';

/** Which rule set, at which content, a text was written from. It has neither a path nor a time, so that the same rules give the same text. */
export interface Stamp {
  name: string;
  version: string;
  /** The first 12 digits of the digest. */
  digest: string;
}

export function stampOf({ ruleSet: { name, version }, digest }: ExportSource): Stamp {
  return { name, version, digest: shortDigest(digest) };
}

/** The stamp as it stands in a file that an export owns: `handrail:refunds file 2.3.0 9f86d081884c`. The comment around it is the format's own. */
export function stampText({ name, version, digest }: Stamp): string {
  return `handrail:${name} file ${version} ${digest}`;
}

/** A stamp is in the first lines of a file, after the frontmatter, in UTF-16 code units. */
const maxStampOffset = 4000;

/** The stamp of a file that an export owns; null if it has none. */
export function stampIn(text: string): Stamp | null {
  const found = /handrail:([a-z0-9-]+) file (\d[\w.+-]*) ([0-9a-f]{12,64})\b/.exec(text.slice(0, maxStampOffset));
  const [, name, version, digest] = found ?? [];
  return name === undefined || version === undefined || digest === undefined ? null : { name, version, digest };
}

export function sameStamp(one: Stamp, other: Stamp): boolean {
  return one.name === other.name && one.version === other.version && one.digest === other.digest;
}
