import { root } from './folders.ts';

/** The extension under test: the source tree, or a packaged one, installed as users install it. */
export type Subject = { kind: 'source' } | { kind: 'package'; vsix: string };

/** `HANDRAIL_VSIX` names the package to run; without it the source tree runs. */
export function subjectFromEnvironment(): Subject {
  const vsix = process.env['HANDRAIL_VSIX'];
  return vsix === undefined || vsix === '' ? { kind: 'source' } : { kind: 'package', vsix };
}

/** The folder that VS Code runs an extension from, where it is not an installed one. */
export function developmentPath(subject: Subject): string | undefined {
  return subject.kind === 'source' ? root : undefined;
}
