import type { Range } from '../location.ts';
import { listIn } from '../source/project/names.ts';
import type { Subject } from './projects.ts';

/** "Simulate" above a rule set, one of its rules (by its index), or a sample (by its name). */
export interface SimulateLens {
  range: Range;
  /** URI of the rule set. */
  ruleSet: string;
  rule: number | null;
  sample: string | null;
}

/** Lenses per file. Rules beyond the limit can be simulated from the lens above the rule set. */
const maxLenses = 5000;

export function simulateLenses(subject: Subject): SimulateLens[] {
  switch (subject.kind) {
    case 'rule-set': {
      const { document, kind, uri } = subject.project;
      if (kind === 'library' || document.root === null) return [];
      const top =
        document.nodeAt(['name']) === undefined ? document.rangeBetween(0, 0) : document.rangeOf(['name'], 'key');
      const rules = listIn(document.value, 'rules')
        .slice(0, maxLenses)
        .map((_, rule) => ({
          range: firstLine(document.rangeOf(['rules', rule])),
          ruleSet: uri,
          rule,
          sample: null,
        }));
      return [{ range: top, ruleSet: uri, rule: null, sample: null }, ...rules];
    }
    case 'samples': {
      const { project, cases } = subject.samples;
      if (project === null || project.kind === 'library') return [];
      return cases.slice(0, maxLenses).map(({ sample, range }) => ({
        range: firstLine(range),
        ruleSet: project.uri,
        rule: null,
        sample: sample.name,
      }));
    }
  }
}

function firstLine({ start }: Range): Range {
  return { start, end: start };
}
