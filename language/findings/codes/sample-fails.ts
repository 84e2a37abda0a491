import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import { eventKey, type Mismatch } from '../../../engine/model/expectation.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import type { SampleResult } from '../../../engine/index.ts';
import { flowText } from '../../features/yaml-text.ts';
import { failureLines } from '../../samples/case-run.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { Project } from '../../source/project/project.ts';
import type { SamplesFile } from '../../source/project/samples.ts';
import type { Detected, FindingDefinition, Fix, RelatedPlace } from '../finding.ts';
import { related } from '../places.ts';

export const sampleFails: FindingDefinition = {
  code: 'sample-fails',
  category: 'samples',
  fixable: true,
  severity: 'error',
  guards: 'releases',
  title: 'Failing sample',
  summary: 'The rule set decides a sample differently than the sample expects.',
  detectInRun: (samples, cases) =>
    cases.flatMap(({ verdict, index, result }) =>
      verdict === 'failed' && result !== null ? [failure(samples, index, result)] : [],
    ),
};

/** An unmet expectation, with its path in the file. */
interface Unmet extends Mismatch {
  path: SourcePath;
}

function failure({ uri, document, project }: SamplesFile, index: number, result: SampleResult): Detected {
  const { record } = result;
  const decided = unmetIn(['cases', index, 'expect'], result.mismatches);
  const later = result.handoff.flatMap(({ mismatches }, step) =>
    mismatches.map(each => ({
      ...each,
      path: ['cases', index, 'handoff', step, ...(each.key === eventKey ? [] : ['expect']), each.key],
    })),
  );
  const [first, ...more] = decided.length > 0 ? decided : later;
  // Mark the whole `expect` if several of its members are unmet; for handoff steps, mark the first.
  const together = decided.length > 0 && more.length > 0;
  const place = together ? ['cases', index, 'expect'] : (first?.path ?? ['cases', index]);
  const fix = acceptance(document, [...decided, ...later]);
  return {
    message: `Sample \`${result.name}\` fails (${failureLines(result).join('; ')}). Correct the rule set, or what the sample expects.`,
    uri,
    range: document.rangeOf(place, together ? 'value' : 'item'),
    rule: record.rule === null ? null : ruleName(record.rule),
    related: project === null ? [] : rulesInvolved(project, record, result),
    fixes: fix === null ? [] : [fix],
  };
}

function unmetIn(path: SourcePath, mismatches: readonly Mismatch[]): Unmet[] {
  return mismatches.map(each => ({ ...each, path: [...path, each.key] }));
}

/** The places of the deciding rule and of the expected one. */
function rulesInvolved(project: Project, { rule, decision, to }: DecisionRecord, { mismatches }: SampleResult) {
  const { document, ruleSet } = project;
  const rulePlaces = (name: string, message: string): RelatedPlace[] =>
    ruleSet.rules.flatMap((each, index) => {
      if (each.id !== name && (!name.startsWith(each.id) || ruleName(each) !== name)) return [];
      const origin = project.originOf(['rules', index]);
      if (origin?.uri !== document.uri) return [];
      return [related(document, origin.path, document.rangeOf([...origin.path, 'id']), message)];
    });
  const decides = `decides this sample: ${to === null ? decision : `${decision} → ${to}`}.`;
  const expected = mismatches.find(({ key }) => key === 'rule')?.expected;
  const awaited = typeof expected === 'string' ? rulePlaces(expected, 'The sample expects this rule to decide.') : [];
  if (rule !== null) return [...rulePlaces(ruleName(rule), `\`${ruleName(rule)}\` ${decides}`), ...awaited];
  if (document.nodeAt(['default']) === undefined) return awaited;
  const fallback = related(document, ['default'], document.rangeOf(['default'], 'key'), `The default ${decides}`);
  return [fallback, ...awaited];
}

/** A fix that changes the sample's expectations to the actual results; null if some of them are not written in the file, or an event cannot happen. */
function acceptance(document: SourceDocument, unmet: readonly Unmet[]): Fix | null {
  if (unmet.some(({ key, path }) => key === eventKey || document.nodeAt(path) === undefined)) return null;
  const text = document.format === 'json' ? JSON.stringify : flowText;
  const edits = unmet.map(({ path, actual }) => ({
    uri: document.uri,
    range: document.rangeOf(path),
    newText: text(actual),
  }));
  const values = unmet.map(({ key, actual }) => `\`${key}: ${flowText(actual)}\``);
  return { title: `Expect what the rule set decides: ${values.join(', ')}`, edits, preferred: false };
}
