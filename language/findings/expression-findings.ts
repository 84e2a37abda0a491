import type { ExpressionProblem } from '../../engine/index.ts';
import type { Project, ProjectExpression } from '../source/project/project.ts';
import type { SourceDocument } from '../source/document/document.ts';
import type { Detected, Fix } from './finding.ts';
import { ruleAt, scalarFix } from './places.ts';

/** Findings for the problems of one kind in all expressions of a project, except those that another finding reports. */
export function expressionFindings(
  project: Project,
  kind: ExpressionProblem['kind'],
  fixesOf: (problem: ExpressionProblem, document: SourceDocument, expression: ProjectExpression) => Fix[] = () => [],
  isWanted: (problem: ExpressionProblem) => boolean = () => true,
): Detected[] {
  return project.expressions.flatMap(expression => {
    const document = project.documents.get(expression.uri);
    if (document === undefined) return [];
    return expression.checked.problems
      .filter(problem => problem.kind === kind && isWanted(problem))
      .map(problem => ({
        message: problem.message,
        uri: expression.uri,
        range: document.rangeInScalar(expression.path, faultStart(problem), Math.max(problem.end, problem.start + 1)),
        rule: ruleAt(document, expression.path),
        fixes: fixesOf(problem, document, expression),
      }));
  });
}

/** A fix that replaces an undeclared name by the nearest declared one; none if no name is near. */
export function nearestNameFix(
  problem: ExpressionProblem,
  document: SourceDocument,
  { path }: ProjectExpression,
): Fix[] {
  const { suggestion, name = '', end } = problem;
  if (suggestion === undefined) return [];
  const from = faultStart(problem);
  const fix = scalarFix(`Change \`${name}\` to \`${suggestion}\``, document, path, suggestion, { start: from, end });
  return fix === null ? [] : [fix];
}

/** Offset at which the faulty text begins: for an undefined threshold, after `thresholds.`. */
function faultStart({ kind, name = '', start, end }: ExpressionProblem): number {
  return kind === 'undefined-threshold' ? Math.max(start, end - name.length) : start;
}
