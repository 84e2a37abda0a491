import { fileName } from '../source/document/file-kind.ts';
import { unsoundOutside } from '../source/project/outside.ts';
import type { Finding } from './finding.ts';

/**
 * Replaces the findings in unusable files outside the repository by one finding per file that quotes nothing: such a file may be
 * anything, and anybody may read a report.
 * @param breaks true if a finding makes its file unusable
 */
export function withoutContentOutside(
  findings: readonly Finding[],
  outside: ReadonlySet<string>,
  breaks: (finding: Finding) => boolean,
): Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings)
    if (outside.has(finding.uri) && breaks(finding) && !first.has(finding.uri)) first.set(finding.uri, finding);
  return findings.flatMap(finding => {
    const shown = first.get(finding.uri);
    return shown === undefined ? [finding] : shown === finding ? [withoutContent(finding)] : [];
  });
}

const start = { line: 0, character: 0 };

function withoutContent(finding: Finding): Finding {
  const message = `${fileName(finding.uri)} ${unsoundOutside}`;
  const range = { start, end: start };
  return { ...finding, message, range, rule: null, related: [], witness: null, fixes: [], cause: null, brief: null };
}
