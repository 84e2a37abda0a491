import { comparePositions, type Range } from '../location.ts';
import type { CheckedFile } from '../findings/check.ts';
import type { Finding, Fix } from '../findings/finding.ts';
import { withMerged } from '../findings/merge.ts';
import { suppressionFix } from '../findings/suppress.ts';
import { snapshotPlace } from '../releases/places.ts';
import type { SourceDocument } from '../source/document/document.ts';

export interface CodeAction {
  title: string;
  finding: Finding;
  fix: Fix;
}

/**
 * The fixes of the findings that touch a range: those that are most likely meant first, those that loosen last. `codes`: only of these findings.
 * @param tried fixes of these findings that were worked out for the occasion
 */
export function quickFixes(
  checked: CheckedFile,
  range: Range,
  codes: ReadonlySet<string> | null,
  tried: readonly { finding: Finding; fix: Fix }[] = [],
): CodeAction[] {
  const carried = findingsAt(checked, range, codes).flatMap(finding =>
    withMerged(finding).flatMap(({ fixes }) => fixes.map(fix => ({ finding, fix }))),
  );
  const all = [...tried, ...carried].map(({ finding, fix }) => ({ title: fix.title, finding, fix }));
  // Findings that are shown as one often ask for the same change.
  const actions = all.filter(
    ({ fix }, at) => all.findIndex(other => JSON.stringify(other.fix.edits) === JSON.stringify(fix.edits)) === at,
  );
  const rank = ({ fix }: CodeAction) => (fix.loosens === true ? 2 : fix.preferred ? 0 : 1);
  return [0, 1, 2].flatMap(each => actions.filter(action => rank(action) === each));
}

/** A comment for each finding that touches a range and can be suppressed. `codes`: only of these codes. */
export function suppressions(checked: CheckedFile, range: Range, codes: ReadonlySet<string> | null): CodeAction[] {
  const document = suppressible(checked);
  if (document === null) return [];
  return findingsAt(checked, range, codes).flatMap(finding => {
    const fix = suppressionFix(document, finding);
    return fix === null ? [] : [{ title: fix.title, finding, fix }];
  });
}

/** The text in which a comment can suppress what is found; null where there is none, as in a release, which stays as it was published. */
function suppressible(checked: CheckedFile): SourceDocument | null {
  if (checked.kind === 'samples') return checked.samples.document;
  if (checked.kind !== 'rule-set' || snapshotPlace(checked.project.uri) !== null) return null;
  return checked.project.document;
}

/** The findings that touch a range. `codes`: only of these codes. */
export function findingsAt({ findings }: CheckedFile, range: Range, codes: ReadonlySet<string> | null): Finding[] {
  return findings.filter(finding => touches(finding.range, range) && (codes === null || codes.has(finding.code)));
}

/** Findings whose preferred fix leaves the meaning of the rules as it is, so that all can be fixed unseen. */
const harmless: ReadonlySet<string> = new Set(['unquoted-expression', 'unused-suppression']);

/** The harmless fixes of a file in one; of fixes that overlap, the first. */
export function fixAll({ findings }: CheckedFile): Fix['edits'] {
  const edits: Fix['edits'] = [];
  for (const finding of findings) {
    const fix = harmless.has(finding.code) ? finding.fixes.find(each => each.preferred) : undefined;
    if (fix === undefined) continue;
    const clear = fix.edits.every(
      edit => !edits.some(other => other.uri === edit.uri && overlap(other.range, edit.range)),
    );
    if (clear) edits.push(...fix.edits);
  }
  return edits;
}

function touches(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}

function overlap(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) < 0 && comparePositions(b.start, a.end) < 0;
}
