import { explainRule } from '../engine/index.ts';
import { nearestName } from '../engine/model/nearest-name.ts';
import { ruleName, type Rule } from '../engine/model/rule-set.ts';
import { withMerged } from '../language/findings/merge.ts';
import type { Project } from '../language/source/project/project.ts';
import { checkFiles } from './check-files.ts';
import { UsageError, type ExitCode, type CommandContext } from './command.ts';
import { displayPath } from './disk-workspace.ts';
import { textLines } from './formats/findings.ts';
import { storyFormats, type ExplainedRule } from './formats/stories.ts';

/** `handrail check FILE --explain RULE[@VERSION]`: explains every version of the rule that matches the name. */
export async function explain(
  name: string,
  uris: readonly string[],
  format: string,
  context: CommandContext,
): Promise<ExitCode> {
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`--explain has the formats text and json, not ${format}.`);
  const [uri, ...more] = uris;
  if (uri === undefined || more.length > 0)
    throw new UsageError('Which rule set? Name one file: `handrail check RULESET --explain RULE`.');
  const { directory, message, out, color, screen } = context;
  const show = (each: string) => displayPath(each, directory);
  for await (const { checked, queries, failure } of checkFiles([uri], {
    ...context,
    screen: format === 'text' ? screen : null,
  })) {
    if (failure !== null) {
      message(...failure);
      return 2;
    }
    if (checked.kind !== 'rule-set' || checked.project.kind === 'library')
      throw new UsageError(`${show(uri)} is not a rule set with rules of its own.`);
    const { project, findings, valid } = checked;
    const rules = rulesNamed(project, name);
    const analysis = valid ? await queries.analysis(project) : null;
    if (analysis === null) {
      const errors = findings.filter(({ severity }) => severity === 'error');
      message(...textLines(errors, { files: 1, samples: null, failures: [], show, color: false }));
      message(`${show(uri)} has errors, so what its rules do is not known.`);
      return 2;
    }
    const explained = rules.map((rule): ExplainedRule => {
      const index = project.ruleSet.rules.indexOf(rule);
      const analysed = analysis.problem.subject.rules.find(each => each.index === index);
      const origin = project.originOf(['rules', index]);
      const document = project.documents.get(origin?.uri ?? '') ?? project.document;
      const own = ruleName({ id: rule.id, version: rule.version ?? 1 });
      return {
        rule,
        place: { uri: document.uri, range: document.rangeOf(origin?.path ?? []) },
        story: analysed === undefined ? null : explainRule(analysis, analysed),
        findings: findings
          .flatMap(withMerged)
          .filter(finding => finding.rule === own)
          .map(finding => ({ ...finding, merged: [] })),
      };
    });
    await out(storyFormats[format](explained, { project, show, color }));
  }
  return 0;
}

function rulesNamed({ ruleSet: { rules } }: Project, name: string): Rule[] {
  const found = rules.filter(({ id, version = 1 }) => name === id || name === ruleName({ id, version }));
  if (found.length > 0) return found;
  const nearest = nearestName(
    name,
    rules.map(({ id }) => id),
  );
  throw new UsageError(
    `There is no rule \`${name}\` in this rule set.${nearest === undefined ? '' : ` Did you mean \`${nearest}\`?`}`,
  );
}
