import type { AnalysedRule, Cover } from '../../engine/index.ts';
import type { Project } from '../source/project/project.ts';
import { maxRelated, relatedRule } from './fact-places.ts';
import { assumptionsInWords, expressionOf, listed, nameOf, namesOf, outcomeInWords } from './fact-words.ts';
import type { RelatedPlace } from './finding.ts';

/** The rules that take every input away, each alone or else together, in file order. */
export function coveringRules({ alone, together }: Cover): AnalysedRule[] {
  return [...(alone.length > 0 ? alone : together)].sort(inFileOrder);
}

/** The first covering rule that fires under the very same condition; null if none does. */
export function twinOf(rule: AnalysedRule, { alone }: Cover): AnalysedRule | null {
  const condition = expressionOf(rule.condition);
  return (
    [...alone]
      .sort(inFileOrder)
      .find(other => other.onUnknown === rule.onUnknown && expressionOf(other.condition) === condition) ?? null
  );
}

/** Why a rule never decides: "`a` fires on every input on which this rule fires, and comes first". */
export function whyNeverDecides(project: Project, rule: AnalysedRule, cover: Cover): string {
  const twin = twinOf(rule, cover);
  if (twin !== null) {
    const where = twin.index < rule.index ? 'above' : 'below';
    return `it has the same condition as ${nameOf(project, twin)} ${where}, which comes first`;
  }
  const assumed = assumptionsInWords(project, cover.assumptions);
  const given = assumed.length === 0 ? '' : `given that ${listed(assumed)}, `;
  const rules = coveringRules(cover);
  const names = namesOf(project, rules);
  const inputs = 'every input on which this rule fires';
  if (rules.length === 0) return `${given}other rules come first on ${inputs}`;
  if (rules.length === 1) return `${given}${names} fires on ${inputs}, and comes first`;
  if (cover.alone.length > 1) return `${given}each of ${names} fires on ${inputs}, and comes first`;
  return `${given}${names} together fire on ${inputs}, and come first`;
}

/** The rules that take part in a cover, once each, with what each contributes: first those that cover the rule, in file order. */
export function coverPlaces(project: Project, rule: AnalysedRule, cover: Cover): RelatedPlace[] {
  const { alone, together } = cover;
  const twin = twinOf(rule, cover);
  const deciders = new Map(cover.deciders.map(decider => [decider.rule, decider]));
  const covering = [...new Set([...alone, ...together])].sort(inFileOrder);
  const rules = [...new Set([...covering, ...[...deciders.keys()].sort(inFileOrder)])].slice(0, maxRelated);
  return rules.map(other => {
    const covers =
      other === twin
        ? 'has the same condition'
        : alone.includes(other)
          ? 'covers all of it alone'
          : together.includes(other)
            ? 'is one of the rules that cover all of it'
            : null;
    const decider = deciders.get(other);
    const extent = decider?.all === true ? 'all' : 'some';
    const decides =
      decider === undefined ? null : `decides ${extent} of its inputs instead: ${outcomeInWords(other.rule)}`;
    const parts = [covers, decides].filter(part => part !== null);
    return relatedRule(project, other, `${nameOf(project, other)} ${parts.join(', and ')}.`);
  });
}

function inFileOrder(a: AnalysedRule, b: AnalysedRule): number {
  return a.index - b.index;
}
