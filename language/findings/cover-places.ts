import type { AnalysedRule, Cover } from '../../engine/index.ts';
import type { Project } from '../source/project/project.ts';
import { maxRelated, relatedRule } from './fact-places.ts';
import { assumptionsInWords, doing, expressionOf, listed, nameOf, namesOf } from './fact-words.ts';
import type { RelatedPlace } from './finding.ts';

/** The rules that fire on every input of the covered rule, each alone if there are such rules, else together; in file order. */
export function coveringRules({ alone, together }: Cover): AnalysedRule[] {
  return [...(alone.length > 0 ? alone : together)].sort(inFileOrder);
}

/** The first covering rule with exactly the same condition; null if there is none. */
export function twinOf(rule: AnalysedRule, { alone }: Cover): AnalysedRule | null {
  const condition = expressionOf(rule.condition);
  return (
    [...alone]
      .sort(inFileOrder)
      .find(other => other.onUnknown === rule.onUnknown && expressionOf(other.condition) === condition) ?? null
  );
}

/** Why a rule never decides: "`a` fires on every input on which this rule fires, and decides first". */
export function whyNeverDecides(project: Project, rule: AnalysedRule, cover: Cover): string {
  const twin = twinOf(rule, cover);
  if (twin !== null) {
    const where = twin.index < rule.index ? 'above' : 'below';
    return `it has the same condition as ${nameOf(project, twin)} ${where}, which decides first`;
  }
  const assumed = assumptionsInWords(project, cover.assumptions);
  const given = assumed.length === 0 ? '' : `given that ${listed(assumed)}, `;
  const rules = coveringRules(cover);
  const names = namesOf(project, rules);
  const inputs = 'every input on which this rule fires';
  if (rules.length === 0) return `${given}other rules decide first on ${inputs}`;
  if (rules.length === 1) return `${given}${names} fires on ${inputs}, and decides first`;
  if (cover.alone.length > 1) return `${given}each of ${names} fires on ${inputs}, and decides first`;
  return `${given}${names} together fire on ${inputs}, and decide first`;
}

/** The rules of a cover with what each contributes: first those that cover the rule, then those that only decide; in file order. */
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
          ? 'alone covers this rule'
          : together.includes(other)
            ? 'covers this rule together with others'
            : null;
    const decider = deciders.get(other);
    const extent = decider?.all === true ? 'all' : 'some';
    const decides = decider === undefined ? null : `${doing(other.rule)} on ${extent} of its inputs`;
    const parts = [covers, decides].filter(part => part !== null);
    return relatedRule(project, other, `${nameOf(project, other)} ${parts.join(', and ')}.`);
  });
}

function inFileOrder(a: AnalysedRule, b: AnalysedRule): number {
  return a.index - b.index;
}
