import type { Project } from '../../source/project/project.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { ruleAt } from '../places.ts';

export const outsideWorkspace: FindingDefinition = {
  code: 'outside-workspace',
  category: 'names',
  severity: 'warning',
  title: 'File outside the repository',
  summary:
    'A rule file, an import or a payload schema is outside the repository, so changes to it are not reviewed with the rules.',
  detect: project => [
    ...(project.filesOutside.has(project.uri) ? [ownFile(project)] : []),
    ...project.outside.flatMap(({ uri, path, range }) => {
      const document = project.documents.get(uri);
      const node = document?.nodeAt(path);
      if (document === undefined || node?.kind !== 'scalar') return [];
      const message = `${String(node.value)} is outside the repository, so changes to it are not reviewed with the rules. Move it into the repository; \`handrail release\` copies it only if \`--outside\` names it.`;
      return [{ message, uri, range, rule: ruleAt(document, path) }];
    }),
  ],
};

function ownFile({ uri, document }: Project): Detected {
  const message =
    'This path is a symbolic link to a file outside the repository, so changes to these rules are not reviewed with it. Move the file into the repository.';
  return { message, uri, range: document.rangeOf([]) };
}
