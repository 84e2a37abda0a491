import type { Project } from '../../source/project/project.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { ruleAt } from '../places.ts';

export const outsideWorkspace: FindingDefinition = {
  code: 'outside-workspace',
  category: 'names',
  severity: 'warning',
  title: 'File outside the repository',
  summary:
    'A rule file, an import, a payload schema or the folder of an export is outside the repository, so changes to it are not reviewed with the rules.',
  detect: project => [
    ...(project.filesOutside.has(project.uri) ? [ownFile(project)] : []),
    ...project.outside.flatMap(({ uri, path, range }) => {
      const document = project.documents.get(uri);
      const node = document?.nodeAt(path);
      if (document === undefined || node?.kind !== 'scalar') return [];
      const message = `${String(node.value)} is outside the repository, so changes to it are not reviewed with the rules. Move it into the repository; \`handrail release\` copies it only if \`--outside\` names it.`;
      return [{ message, uri, range, rule: ruleAt(document, path) }];
    }),
    ...project.exports
      .filter(({ outside }) => outside)
      .map(({ to, path }) => ({
        message: `The export \`${to}\` goes to a folder outside the repository, so what it writes is not reviewed with the rules. Choose a folder in the repository, or name it with \`handrail export --out\`.`,
        uri: project.uri,
        range: project.document.rangeOf([...path, 'out']),
      })),
  ],
};

function ownFile({ uri, document }: Project): Detected {
  const message =
    'This path is a symbolic link to a file outside the repository, so changes to these rules are not reviewed with it. Move the file into the repository.';
  return { message, uri, range: document.rangeOf([]) };
}
