/** How many files were checked, how many findings there are, and in how many files. */
export interface Checked {
  files: number;
  findings: number;
  affected: number;
}

/** The outcome of a check in one sentence. */
export function resultInWords({ files, findings, affected }: Checked): string {
  if (files === 0)
    return 'There are no rule files (*.escalation.yaml) or sample files (*.samples.yaml) in this workspace.';
  if (findings === 0)
    return files === 1 ? '1 rule file checked: no findings.' : `${files} rule files checked: no findings.`;
  return `${count(files, 'rule file')} checked: ${count(findings, 'finding')} in ${count(affected, 'file')}.`;
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
