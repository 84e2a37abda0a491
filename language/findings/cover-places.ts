import type { Cover } from '../../engine/analysis/facts.ts';
import type { AnalysedRule } from '../../engine/analysis/subject.ts';
import type { Project } from '../source/project.ts';
import { mostRelated, relatedRule } from './fact-places.ts';
import { namesOf, nameOf, outcomeInWords, shareInWords } from './fact-words.ts';
import type { RelatedPlace } from './finding.ts';

/** The rules that take every input away: each alone, or else together. */
export function coveringRules({ alone, together, owners }: Cover): AnalysedRule[] {
  if (alone.length > 0) return alone;
  return together.length > 0 ? together : owners.map(({ rule }) => rule);
}

/** "`a` alone already decides" or "`a` and `b` already decide": the rules that take every input away. */
export function coveredBy(project: Project, cover: Cover): string {
  const rules = coveringRules(cover);
  const [only] = rules;
  if (only !== undefined && rules.length === 1)
    return `${nameOf(project, only)}${cover.alone.length === 1 ? ' alone' : ''} already decides`;
  return `${namesOf(project, rules)}${cover.alone.length > 1 ? ', each alone,' : ''} already decide`;
}

/** The rules that take part in a cover, once each, with all that each contributes: the one that decides most first. */
export function coverPlaces(project: Project, { alone, together, owners, exact }: Cover): RelatedPlace[] {
  const shares = new Map(owners.map(owner => [owner.rule, owner]));
  const share = (rule: AnalysedRule) => shares.get(rule)?.share ?? 0;
  // Where they are too many, those that cover it come before those that only decide.
  const rules = [...new Set([...alone, ...together, ...shares.keys()])].slice(0, mostRelated);
  rules.sort((a, b) => share(b) - share(a));
  return rules.map(rule => {
    const owned = shares.get(rule);
    const name = nameOf(project, rule);
    const covers = alone.includes(rule)
      ? 'covers all of it alone'
      : together.includes(rule)
        ? 'is needed to cover all of it'
        : null;
    const part = owned && shareInWords(owned.share, exact);
    const of = part === 'all' || part === 'about all' ? 'of them' : 'of the combinations';
    const decides = owned && `decides ${part ?? ''} ${of}: ${outcomeInWords(rule.rule)}`;
    const parts = [covers, decides].filter(part => part !== null && part !== undefined);
    return relatedRule(project, rule, `${name} ${parts.join(', and ')}.`);
  });
}
