export interface SemanticVersion {
  numbers: readonly [major: number, minor: number, patch: number];
  /** The identifiers of a pre-release; null for a release. */
  label: string[] | null;
}

const form = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Parses a version of Semantic Versioning (semver.org, 2.0.0); null if the text is not one. */
export function parseVersion(text: string): SemanticVersion | null {
  const match = form.exec(text);
  if (match === null) return null;
  const [, major, minor, patch, label] = match;
  return { numbers: [Number(major), Number(minor), Number(patch)], label: label?.split('.') ?? null };
}

/** Negative, zero or positive, by precedence (semver.org, 11). Texts that are not versions come first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  for (const at of [0, 1, 2] as const) {
    if (left.numbers[at] !== right.numbers[at]) return left.numbers[at] - right.numbers[at];
  }
  if (left.label === null || right.label === null) return Number(left.label === null) - Number(right.label === null);
  for (const [at, part] of left.label.entries()) {
    const other = right.label[at];
    if (other === undefined) return 1;
    const order = compareIdentifiers(part, other);
    if (order !== 0) return order;
  }
  return left.label.length - right.label.length;
}

function compareIdentifiers(a: string, b: string): number {
  const [left, right] = [a, b].map(each => (/^\d+$/.test(each) ? Number(each) : null));
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'number' || typeof right === 'number') return typeof left === 'number' ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}
