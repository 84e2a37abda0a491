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
  title: 'Changed payload contract',
  summary: 'A released payload contract was changed without a new version.',
  detectPublished: published => [...published.contracts].map(([name, release]) => changed(published, name, release)),
};

function changed({ working, log }: Published, name: string, release: Release): Detected {
  const { document, uri } = working;
  const origin = working.originOf(['payloads', name]);
  const own = origin === null || origin.uri === uri;
  // A contract of a library is reported at its import.
  const through = working.files.find(each => each.uri === origin?.uri)?.throughImport ?? null;
  const range = own
    ? document.rangeOf(['payloads', name], 'key')
    : document.rangeOf(through === null ? ['imports'] : ['imports', through]);
  const before = release.project?.ruleSet.payloads?.[name];
  const after = working.ruleSet.payloads?.[name];
  const what = before === undefined || after === undefined ? '' : differences(before, after);
  const next = nextContract(name, working, new Set(log.entries.flatMap(each => Object.keys(each.payloads ?? {}))));
  return {
    message: `\`${name}\` was released in ${release.entry.version}, and receivers rely on it.${what} Release the changed contract as \`${next}\`.`,
    uri,
    range,
    related:
      release.project === null
        ? []
        : [
            {
              message: `The released \`${name}\`.`,
              uri: release.uri,
              range: release.project.document.rangeOf(['payloads', name], 'key'),
              rule: null,
            },
          ],
    fixes: own ? renaming(working, name, next) : [],
  };
}

/** The changes in words, breaking ones first; only the first few. */
function differences(before: PayloadContract, after: PayloadContract): string {
  const changes = payloadChanges(before, after).sort((a, b) => Number(b.breaking) - Number(a.breaking));
  const shown = changes
    .slice(0, maxChanges)
    .map(({ message, breaking }) => `${message}${breaking ? ' (breaking)' : ''}`);
  const more = changes.length - shown.length;
  return [...shown, ...(more > 0 ? [`And ${more} more.`] : [])].map(each => ` ${each}`).join('');
}

const maxChanges = 3;

/** The name with the next version that neither the file nor a release uses: `refund-handoff@2`. */
function nextContract(name: string, { ruleSet }: Project, released: ReadonlySet<string>): string {
  const [, base = name, version = '0'] = /^(.*)@(\d+)$/.exec(name) ?? [];
  for (let next = Number(version) + 1; ; next++) {
    const candidate = `${base}@${next}`;
    if (!released.has(candidate) && !Object.hasOwn(ruleSet.payloads ?? {}, candidate)) return candidate;
  }
}

/** A fix that renames the contract and its uses in the rule file; none if other files name it too. */
function renaming(working: Project, name: string, next: string): Fix[] {
  const places = [...working.definitionsOf('payload', name), ...working.referencesTo('payload', name)];
  if (places.length === 0 || places.some(({ uri }) => uri !== working.uri)) return [];
  const edits = places.map(({ uri, range }) => ({ uri, range, newText: next }));
  return [{ title: `Rename to \`${next}\``, edits, preferred: true }];
}
