/** SemVer 2.0.0, section 2: how much a version goes up. */
export const versionSteps = ['patch', 'minor', 'major'] as const;
export type VersionStep = (typeof versionSteps)[number];

interface Parts {
  /** Major, minor, patch. */
  numbers: [number, number, number];
  /** Identifiers behind the hyphen; none for a release proper. */
  pre: string[];
}

const pattern = /^(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+[\w.-]+)?$/;

export function isVersion(text: string): boolean {
  return pattern.test(text);
}

function read(version: string): Parts {
  const [, major = '0', minor = '0', patch = '0', pre] = pattern.exec(version) ?? [];
  return { numbers: [Number(major), Number(minor), Number(patch)], pre: pre?.split('.') ?? [] };
}

/** Negative where `a` comes before `b`, 0 where they have the same precedence (SemVer 2.0.0, section 11). */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [read(a), read(b)];
  for (const [index, number] of one.numbers.entries()) {
    const difference = number - (other.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (one.pre.length === 0 || other.pre.length === 0) return other.pre.length - one.pre.length;
  for (let index = 0; index < Math.max(one.pre.length, other.pre.length); index++) {
    const [left, right] = [one.pre[index], other.pre[index]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    const numeric = [left, right].map(each => /^\d+$/.test(each));
    if (numeric[0] !== numeric[1]) return numeric[0] === true ? -1 : 1;
    if (left !== right) return numeric[0] === true ? Number(left) - Number(right) : left < right ? -1 : 1;
  }
  return 0;
}

/** The next version after a step; of a pre-release the version that it leads to, where that step is in it already. */
export function nextVersion(version: string, step: VersionStep): string {
  const { numbers, pre } = read(version);
  const [major, minor, patch] = numbers;
  const leadsTo = pre.length > 0 ? (patch > 0 ? 'patch' : minor > 0 ? 'minor' : 'major') : null;
  if (leadsTo !== null && versionSteps.indexOf(leadsTo) >= versionSteps.indexOf(step)) return numbers.join('.');
  switch (step) {
    case 'major':
      return `${major + 1}.0.0`;
    case 'minor':
      return `${major}.${minor + 1}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
  }
}

/** How much a version goes up from another; null where it does not. */
export function stepBetween(before: string, after: string): VersionStep | null {
  if (compareVersions(after, before) <= 0) return null;
  const [one, other] = [read(before).numbers, read(after).numbers];
  return one[0] !== other[0] ? 'major' : one[1] !== other[1] ? 'minor' : 'patch';
}
