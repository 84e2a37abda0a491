import { shortDigest } from '../../../engine/model/short-digest.ts';
import type { Drift, Travels } from '../../exports/travels.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { readablePath } from '../../source/project/project-files.ts';

export const exportStale: FindingDefinition = {
  code: 'export-stale',
  category: 'exports',
  severity: 'warning',
  title: 'Export that is out of date',
  summary:
    'The files of an export that the rule set declares are missing, were edited, or were written from other rules.',
  detectTravels: travels => travels.drift.map(drift => stale(travels, drift)),
};

function stale({ project }: Travels, { travel, files, faults }: Drift): Detected {
  const { document, uri, ruleSet } = project;
  const [first, ...more] = files;
  const others =
    more.length === 0 ? '' : `, and ${more.length} more ${more.length === 1 ? 'file is' : 'files are'} out of date`;
  const what =
    first === undefined
      ? (faults[0] ?? '')
      : `${readablePath(`${travel.folder}${first.path}`, uri).replace(/^\.\//, '')} ${inState(first, ruleSet.version, travel.target.enforces)}${others}.`;
  return {
    message: `${what}${first === undefined ? '' : ` Run \`handrail export\` to ${remedies[first.state]}.`}`,
    uri,
    // A configuration says where many rule sets travel.
    range: document.rangeOf(travel.uri === uri ? [...travel.path, 'to'] : ['name']),
  };
}

const remedies: Record<Drift['files'][number]['state'], string> = {
  missing: 'write it',
  outdated: 'write it again',
  edited: 'write it again',
  fresh: 'write it again',
  'left-over': 'remove it',
};

function inState({ state, from }: Drift['files'][number], version: string, enforces: boolean): string {
  switch (state) {
    case 'missing':
      return enforces
        ? 'is missing, so these rules are not in force there'
        : 'is missing, so agents do not read these rules there';
    case 'outdated':
      return from === null
        ? 'does not have the entries of the export'
        : `was written from ${from.version === version ? `other rules (${shortDigest(from.digest)})` : `version ${from.version}`}`;
    case 'left-over':
      return 'is left over from a longer export';
    case 'edited':
    case 'fresh':
      return 'was edited, or written with other `exports` or by another version of handrail';
  }
}
