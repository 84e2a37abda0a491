import { compile, prepare, textDigest } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { ExportedFile, ExportSource } from '../exported-file.ts';
import { stampOf, stampText } from '../stamp.ts';

/** Where a gate lies in a repository, and where it logs. */
export const gateFolder = '.handrail';
export const gatePath = `${gateFolder}/gate.mjs`;

/** The programs that are put behind the rules: `plain` has no RE2. */
export interface GatePrograms {
  full: string;
  plain: string;
}

/**
 * One file that decides without anything else: no package, no network, no other file. The rules are data in front of the program.
 * @param log the decision log, relative to the file
 */
export function gateFile(source: ExportSource, programs: GatePrograms, path = gatePath): ExportedFile {
  const { ruleSet } = source;
  const data = { ruleSet, prepared: prepare(compile(ruleSet)), log: `${ruleSet.name}.decisions.jsonl` };
  const rules = JSON.stringify(data);
  const text = [
    '#!/usr/bin/env node',
    `// ${stampText(stampOf(source))}`,
    '// Written by `handrail export`. Do not edit it: change the rules and export them again.',
    `const HANDRAIL = ${JSON.stringify({ sha256: textDigest(rules), rules })};`,
    hasPatterns(ruleSet) ? programs.full : programs.plain,
  ];
  return { path, part: 'whole', text: text.join('\n') };
}

/** A gate in its place, and the file by which git does not track its logs. */
export function gateFiles(source: ExportSource, programs: GatePrograms): ExportedFile[] {
  const lines = [`# ${stampText(stampOf(source))}`, '*.decisions.jsonl*', ''];
  return [gateFile(source, programs), { path: `${gateFolder}/.gitignore`, part: 'whole', text: lines.join('\n') }];
}

/** True if a pattern can be evaluated while deciding. */
export function hasPatterns(ruleSet: RuleSet): boolean {
  return /matches|pattern/i.test(JSON.stringify(ruleSet));
}
