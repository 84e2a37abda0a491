import type { FindingDefinition } from './finding.ts';
import { ruleAt } from './places.ts';

export const outsideWorkspace: FindingDefinition = {
  code: 'outside-workspace',
  severity: 'warning',
  title: 'A file outside of the repository',
  summary: 'An import or a payload schema lies outside of the repository, and a release would hold a copy of it.',
  detect: project =>
    project.outside.flatMap(({ uri, path, range }) => {
      const document = project.documents.get(uri);
      const node = document?.nodeAt(path);
      if (document === undefined || node?.kind !== 'scalar') return [];
      const message = `${String(node.value)} lies outside of the repository, so its changes are not reviewed with the rules. Move it into the repository: \`handrail release\` copies it only if \`--outside\` names it.`;
      return [{ message, uri, range, rule: ruleAt(document, path) }];
    }),
};
