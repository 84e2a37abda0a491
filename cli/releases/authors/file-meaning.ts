import { digest } from '../../../engine/index.ts';
import { isJsonObject, ownValue } from '../../../engine/model/json.ts';
import { parseSource } from '../../../language/source/document/document.ts';
import { fileKind, resolveUri } from '../../../language/source/document/file-kind.ts';
import { listIn, objectIn } from '../../../language/source/project/names.ts';

/** What one version of a file of a rule set says: a rule file, a library, or a payload schema. */
export interface FileMeaning {
  /** The same for texts that differ in comments, formatting, or the `version` of a rule file. Null if the text cannot be read whole. */
  digest: string | null;
  /** URIs of its imports and payload schemas. */
  links: string[];
}

/** @param uri where the file lay */
export function meaningOf(uri: string, content: Buffer): FileMeaning {
  const { value, problems, root } = parseSource(uri, content.toString('utf8'));
  const references = [
    ...listIn(value, 'imports'),
    ...Object.values(objectIn(value, 'payloads')).map(contract => ownValue(contract, 'schema')),
  ];
  const isRuleFile = fileKind(uri) === 'rule-set';
  const links = isRuleFile
    ? references.flatMap(each => (typeof each === 'string' ? (resolveUri(uri, each) ?? []) : []))
    : [];
  if (problems.length > 0 || root === null || value === undefined) return { digest: null, links };
  const rules = isRuleFile && isJsonObject(value) ? { ...value, version: undefined } : value;
  return { digest: digest(rules), links };
}
