import { payloadChanges } from '../../../engine/index.ts';
import type { PayloadContract } from '../../../engine/model/rule-set.ts';
import type { Published, Release } from '../../releases/published.ts';
import type { Project } from '../../source/project/project.ts';
import type { Detected, FindingDefinition, Fix } from '../finding.ts';

export const payloadSchemaChanged: FindingDefinition = {
  code: 'payload-schema-changed',
  category: 'releases',
  fixable: true,
  severity: 'error',
  guards: 'releases',
  title: 'A released payload contract that changed',
  summary: 'A released payload contract was changed without a new version.',
  detectPublished: published => [...published.contracts].map(([name, release]) => changed(published, name, release)),
};

function changed({ working, log }: Published, name: string, release: Release): Detected {
  const { document, uri } = working;
  const origin = working.originOf(['payloads', name]);
  const own = origin === null || origin.uri === uri;
  // A contract of a library is told where the library comes in.
  const through = working.files.find(each => each.uri === origin?.uri)?.throughImport ?? null;
  const range = own
    ? document.rangeOf(['payloads', name], 'key')
    : document.rangeOf(through === null ? ['imports'] : ['imports', through]);
  const before = release.project?.ruleSet.payloads?.[name];
  const after = working.ruleSet.payloads?.[name];
  const what = before === undefined || after === undefined ? '' : differences(before, after);
  const next = nextContract(name, working, new Set(log.entries.flatMap(each => Object.keys(each.payloads ?? {}))));
  return {
    message: `\`${name}\` was released in ${release.entry.version}, and receivers rely on it.${what} Give what it is now another version, ${next}.`,
    uri,
    range,
    related:
      release.project === null
        ? []
        : [
            {
              message: `\`${name}\` as it was released.`,
              uri: release.uri,
              range: release.project.document.rangeOf(['payloads', name], 'key'),
              rule: null,
            },
          ],
    fixes: own ? renaming(working, name, next) : [],
  };
}

/** What receivers can fail by comes first, and most alone is told. */
function differences(before: PayloadContract, after: PayloadContract): string {
  const changes = payloadChanges(before, after).sort((a, b) => Number(b.breaking) - Number(a.breaking));
  const told = changes
    .slice(0, maxChanges)
    .map(({ message, breaking }) => `${message}${breaking ? ' (breaking)' : ''}`);
  const more = changes.length - told.length;
  return [...told, ...(more > 0 ? [`And ${more} more.`] : [])].map(each => ` ${each}`).join('');
}

const maxChanges = 3;

/** `refund-handoff@2`: the next version that neither the file nor a release has. */
function nextContract(name: string, { ruleSet }: Project, released: ReadonlySet<string>): string {
  const [, base = name, version = '0'] = /^(.*)@(\d+)$/.exec(name) ?? [];
  for (let next = Number(version) + 1; ; next++) {
    const candidate = `${base}@${next}`;
    if (!released.has(candidate) && !Object.hasOwn(ruleSet.payloads ?? {}, candidate)) return candidate;
  }
}

/** The contract and all that names it in the rule file under another name. */
function renaming(working: Project, name: string, next: string): Fix[] {
  const places = [...working.definitionsOf('payload', name), ...working.referencesTo('payload', name)];
  if (places.length === 0 || places.some(({ uri }) => uri !== working.uri)) return [];
  const edits = places.map(({ uri, range }) => ({ uri, range, newText: next }));
  return [{ title: `Make it \`${next}\``, edits, preferred: true }];
}
