import { digest } from '../../../engine/index.ts';
import { isJsonObject, ownValue } from '../../../engine/model/json.ts';
import { parseSource } from '../../../language/source/document/document.ts';
import { fileKind, resolveUri } from '../../../language/source/document/file-kind.ts';
import { listIn, objectIn } from '../../../language/source/project/names.ts';

/** The content of a rule file, library or payload schema without its formatting. */
export interface FileMeaning {
  /** Equal for texts that differ only in comments, formatting, or the `version` of a rule file. Null if the text has syntax errors. */
  digest: string | null;
  /** URIs of its imports and payload schemas. */
  links: string[];
}

/** @param uri the place of the file at the time */
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
