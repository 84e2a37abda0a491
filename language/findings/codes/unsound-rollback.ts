import { compareVersions } from '../../../engine/model/version-order.ts';
import { releasesIn } from '../../releases/published.ts';
import { fileName } from '../../source/document/file-kind.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { scalarFix } from '../places.ts';

export const unsoundRollback: FindingDefinition = {
  code: 'unsound-rollback',
  category: 'releases',
  fixable: true,
  severity: 'error',
  guards: 'releases',
  title: 'Unusable rollback version',
  summary: 'The version to roll back to was never released, or its release was edited or is missing.',
  detectPublished: ({ working, log, rollbackTo }) => {
    const { document, uri, ruleSet } = working;
    const to = ruleSet.rollback?.to;
    if (to === undefined) return [];
    const path = ['rollback', 'to'];
    const released = releasesIn(log.entries)
      .map(({ version }) => version)
      .filter(version => compareVersions(version, ruleSet.version) < 0)
      .sort(compareVersions);
    const nearest = released.at(-1);
    const problem = ((): string | null => {
      if (to === ruleSet.version) return `${to} is this version itself`;
      if (rollbackTo === null) return `${to} was never released`;
      if (rollbackTo.project === null) return `The snapshot of ${to} is missing`;
      if (!rollbackTo.sound) return `${fileName(rollbackTo.uri)} was edited after it was released`;
      const [broken] = rollbackTo.project.expressions.flatMap(({ checked }) => checked.problems);
      return broken === undefined ? null : `${to} cannot decide (${broken.message})`;
    })();
    if (problem === null) return [];
    const fix =
      nearest === undefined || nearest === to ? null : scalarFix(`Roll back to ${nearest}`, document, path, nearest);
    const advice =
      nearest !== undefined
        ? ` The last release before this version is ${nearest}.`
        : ' There is no earlier release yet: omit `rollback` until there is one.';
    const found: Detected = {
      message: `${problem}, so a rollback to it is impossible.${advice}`,
      uri,
      range: document.rangeOf(path),
      fixes: fix === null ? [] : [fix],
    };
    return [found];
  },
};
