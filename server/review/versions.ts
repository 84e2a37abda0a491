import { compile, inputSignals, type CompiledRuleSet } from '../../engine/index.ts';
import type { SourcePath } from '../../language/source/document/document.ts';
import { fileName } from '../../language/source/document/file-kind.ts';
import type { Project } from '../../language/source/project/project.ts';
import type { VersionView } from '../../protocol/server.ts';
import type { Session } from '../session.ts';
import { brokenness } from '../simulator/brokenness.ts';

/** A loaded version of a rule set. */
export interface Version {
  uri: string;
  /** Null if there is no such rule file. */
  project: Project | null;
  /** Why it cannot decide; null if it can. */
  broken: VersionView['broken'];
}

export async function versionAt(session: Session, clientUri: string): Promise<Version> {
  const uri = session.open.canonical(clientUri);
  // So that the client is notified of changes.
  session.simulated.add(uri);
  const project = await session.queries.project(uri);
  if (project !== null) return { uri, project, broken: brokenness(project, each => session.open.forClient(each)) };
  const file = await session.files.read(uri);
  const why =
    file === undefined
      ? `this version has no file ${fileName(uri)}.`
      : 'unreadable' in file
        ? `${fileName(uri)} cannot be read: ${file.unreadable}`
        : `${fileName(uri)} is not a rule file.`;
  return { uri, project: null, broken: { message: why, location: null, errors: 1 } };
}

const compiled = new WeakMap<Project, CompiledRuleSet>();

/** The compiled version; null if it cannot decide. */
export function compiledVersion({ project, broken }: Version): CompiledRuleSet | null {
  if (project === null || broken !== null) return null;
  const known = compiled.get(project);
  if (known !== undefined) return known;
  const made = compile(project.ruleSet, project.checker);
  compiled.set(project, made);
  return made;
}

/** A version as shown in the review. */
export function versionView({ open }: Session, version: Version): VersionView {
  const { uri, project, broken } = version;
  const view = { uri: open.forClient(uri), broken };
  const ready = compiledVersion(version);
  if (project === null || ready === null) return { ...view, ruleSet: null };
  const { ruleSet, digest, hitPolicy, declarations } = ready;
  const place = (path: SourcePath, part: 'value' | 'item') =>
    project.document.nodeAt(path) === undefined ? null : { uri: view.uri, range: project.document.rangeOf(path, part) };
  return {
    ...view,
    ruleSet: {
      name: ruleSet.name,
      version: ruleSet.version,
      digest,
      hitPolicy,
      default:
        ruleSet.default === undefined ? null : { decide: ruleSet.default.decide, to: ruleSet.default.to ?? null },
      targets: Object.fromEntries(Object.entries(ruleSet.targets ?? {}).map(([name, { kind }]) => [name, { kind }])),
      signals: inputSignals(declarations).map(([name, declaration]) => ({ name, declaration })),
      rules: ruleSet.rules.map(({ id, version: number = 1, title }, index) => {
        const origin = project.originOf(['rules', index]);
        return {
          id,
          version: number,
          title: title ?? null,
          location: origin === null || origin.uri !== uri ? null : place(origin.path, 'value'),
        };
      }),
      defaultLocation: place(['default'], 'item'),
    },
  };
}
