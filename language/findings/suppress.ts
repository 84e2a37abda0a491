import type { Steps } from '../../engine/model/steps.ts';
import type { SourceDocument } from '../source/document/document.ts';
import { placeholderReason, suppressionsIn, type Suppression } from '../source/document/suppressions.ts';
import type { Finding, Fix } from './finding.ts';
import { isGuarded } from './index.ts';

export interface Suppressed {
  findings: Finding[];
  suppressions: Suppression[];
  /** True if the suppression suppressed a finding of the code. */
  took: (suppression: Suppression, code: string) => boolean;
}

/**
 * Removes the findings that comments of the document suppress with a reason, for a line or for the whole file. Guarded findings are
 * never suppressed.
 */
export function* applySuppressions(document: SourceDocument, findings: readonly Finding[]): Steps<Suppressed> {
  const suppressions = suppressionsIn(document);
  const used = new Map<Suppression, Set<string>>();
  const effective = suppressions.filter(each => each.problem === null && each.reason !== null);
  /** By line and code; suppressions for the whole file have the line null. */
  const byPlace = new Map<string, Suppression[]>();
  const key = (line: number | null, code: string) => `${line} ${code}`;
  for (const each of effective) {
    for (const { code } of each.codes) {
      const place = key(each.line, code);
      byPlace.set(place, [...(byPlace.get(place) ?? []), each]);
    }
  }
  const suppressing = (finding: Finding): Suppression[] => {
    const { code } = finding;
    if (effective.length === 0 || isGuarded(code)) return [];
    const inFile = byPlace.get(key(null, code)) ?? [];
    return [...inFile, ...(byPlace.get(key(suppressibleLine(document, finding), code)) ?? [])];
  };
  const kept: Finding[] = [];
  for (const finding of findings) {
    const by = suppressing(finding);
    for (const suppression of by) used.set(suppression, (used.get(suppression) ?? new Set()).add(finding.code));
    if (by.length === 0) kept.push(finding);
    yield;
  }
  return { findings: kept, suppressions, took: (suppression, code) => used.get(suppression)?.has(code) ?? false };
}

/** The line above which a suppression comment belongs: in a text of several lines, that on which its entry starts. */
function suppressibleLine(document: SourceDocument, { range }: Finding): number {
  const { path } = document.placeAt(range.start);
  const node = document.nodeAt(path);
  if (node?.kind !== 'scalar' || path.length === 0) return range.start.line;
  const item = document.rangeOf(path, 'item');
  const inside = item.start.line < range.start.line && range.start.line <= item.end.line;
  return inside ? item.start.line : range.start.line;
}

/**
 * Inserts a comment that suppresses the finding, once its author replaces the placeholder with a reason.
 * Null in JSON, which has no comments, and for findings that cannot be suppressed.
 */
export function suppressionFix(document: SourceDocument, finding: Finding): Fix | null {
  if (document.format === 'json' || document.root === null) return null;
  if (finding.code === 'unused-suppression' || isGuarded(finding.code)) return null;
  const start = document.lineStart(suppressibleLine(document, finding));
  const indent = /^[ ]*/.exec(document.text.slice(start, start + 200))?.[0] ?? '';
  const range = document.rangeBetween(start, start);
  const newText = `${indent}# handrail-disable-next-line ${finding.code} -- ${placeholderReason}${document.lineBreak}`;
  const title = `Suppress ${finding.code} on this line`;
  return { title, edits: [{ uri: document.uri, range, newText }], preferred: false };
}
