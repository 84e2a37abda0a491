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
 * The fixes of the findings that touch a range: preferred ones first, those that loosen the rules last.
 * @param codes only fixes of findings with these codes; null for all
 * @param tried further fixes for these findings, computed on request
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

/** A suppression comment for each suppressible finding that touches a range. `codes`: only these; null for all. */
export function suppressions(checked: CheckedFile, range: Range, codes: ReadonlySet<string> | null): CodeAction[] {
  const document = suppressible(checked);
  if (document === null) return [];
  return findingsAt(checked, range, codes).flatMap(finding => {
    const fix = suppressionFix(document, finding);
    return fix === null ? [] : [{ title: fix.title, finding, fix }];
  });
}

/** The document in which a comment can suppress findings; null for other files, and for releases, which never change. */
function suppressible(checked: CheckedFile): SourceDocument | null {
  if (checked.kind === 'samples') return checked.samples.document;
  if (checked.kind !== 'rule-set' || snapshotPlace(checked.project.uri) !== null) return null;
  return checked.project.document;
}

/** The findings that touch a range. `codes`: only these; null for all. */
export function findingsAt({ findings }: CheckedFile, range: Range, codes: ReadonlySet<string> | null): Finding[] {
  return findings.filter(finding => touches(finding.range, range) && (codes === null || codes.has(finding.code)));
}

/** Findings whose preferred fix does not change what the rules mean, so that all can be fixed unseen. */
const harmless: ReadonlySet<string> = new Set(['unquoted-expression', 'unused-suppression']);

/** The edits of all harmless fixes in a file. If two fixes overlap, only the first is applied. */
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
