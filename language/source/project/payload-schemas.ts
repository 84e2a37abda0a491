import { contradictionIn } from '../../../engine/index.ts';
import { isJsonObject, ownValue, type Json, type JsonObject } from '../../../engine/model/json.ts';
import type { PayloadContract } from '../../../engine/model/rule-set.ts';
import type { SourceDocument } from '../document/document.ts';
import type { Documents } from '../documents.ts';
import type { Range } from '../../location.ts';
import { vainKeywords, type VainKeyword } from './vain-keywords.ts';
import { fileName, resolveUri } from '../document/file-kind.ts';
import { replacementCharacters } from '../document/file-text.ts';
import { objectIn } from './names.ts';
import { readablePath, type FileLink, type FileProblem } from './project-files.ts';
import { jsonSchemaProblem, type JsonSchemaProblem } from './json-schema.ts';

/** The schema of a payload contract as read from its file, or why there is none. */
export interface LoadedSchemas {
  /** By the contract's name; of contracts whose schema is a file that could be read. */
  schemas: Map<string, JsonObject | boolean>;
  /** By the URI of the file: the schema files as read. */
  documents: Map<string, SourceDocument>;
  links: FileLink[];
  problems: FileProblem[];
  /** Of contracts whose schema is one. */
  contractProblems: ContractProblem[];
}

/** What a payload contract asks in vain, at its place; where its schema is a file of its own, at the path of that. */
export interface ContractProblem {
  /** No payload can meet it, or be checked against it; else a part of it is not checked. */
  never: boolean;
  /** URI of the file that holds the schema. */
  source: string;
  uri: string;
  range: Range;
  message: string;
  related: { message: string; uri: string; range: Range }[];
}

/** Loads the schema files that the payload contracts of a document name, and checks that they are JSON Schemas. */
export async function loadPayloadSchemas(documents: Documents, document: SourceDocument): Promise<LoadedSchemas> {
  const loaded: LoadedSchemas = {
    schemas: new Map(),
    documents: new Map(),
    links: [],
    problems: [],
    contractProblems: [],
  };
  for (const [name, contract] of Object.entries(objectIn(document.value, 'payloads'))) {
    const schema = ownValue(contract, 'schema');
    const place = { document, path: ['payloads', name, 'schema'], contract };
    if (typeof schema === 'string') await loadSchemaFile(documents, place, schema, name, loaded);
    else if (schema !== undefined) checkOwnSchema(place, schema, loaded);
  }
  return loaded;
}

/** Where the schema of a contract is written, or named. */
interface SchemaPlace {
  document: SourceDocument;
  path: string[];
  contract: Json;
}

/** Checks a schema that stands in the contract itself. */
function checkOwnSchema({ document, path, contract }: SchemaPlace, schema: Json, loaded: LoadedSchemas): void {
  const { uri } = document;
  const problem = jsonSchemaProblem(schema);
  if (problem !== null) {
    const at = [...path, ...problem.path];
    const range = document.rangeOf(at, problem.part);
    const message = problem.isPattern ? problem.message : `Not a JSON Schema: ${problem.message}`;
    const link: FileLink = { kind: 'schema', uri, path: at, range, target: null };
    loaded.problems.push({ link, message, nothing: false, suggestion: null, related: [] });
    return;
  }
  for (const { never, path: inside, part, message } of problemsOf(schema, contract)) {
    const range = document.rangeOf([...path, ...inside], part);
    loaded.contractProblems.push({ never, source: uri, uri, range, message, related: [] });
  }
}

async function loadSchemaFile(
  documents: Documents,
  { document, path, contract }: SchemaPlace,
  reference: string,
  name: string,
  loaded: LoadedSchemas,
): Promise<void> {
  const { uri } = document;
  const range = document.rangeOf(path);
  const target = resolveUri(uri, reference);
  const link: FileLink = { kind: 'schema', uri, path, range, target };
  loaded.links.push(link);
  const found =
    target === null
      ? { message: `"${reference}" is not a path.`, nothing: true, related: [] }
      : await readSchema(documents, uri, target, loaded);
  if ('message' in found) {
    loaded.problems.push({ link, ...found, suggestion: null });
    return;
  }
  loaded.schemas.set(name, found.schema);
  const source = found.document.uri;
  for (const { never, path: inside, part, message } of problemsOf(found.schema, contract)) {
    const related = [{ message, uri: source, range: found.document.rangeOf(inside, part) }];
    loaded.contractProblems.push({ never, source, uri, range, message: `${fileName(source)}: ${message}`, related });
  }
}

/** The last problems of a schema: most of them are as they were when the project is loaded again. */
const lastProblems = new WeakMap<JsonObject, { fields: string; problems: VainKeyword[] }>();

function problemsOf(schema: Json, contract: Json): VainKeyword[] {
  const names = Object.keys(objectIn(contract, 'fields'));
  const fields = JSON.stringify(names);
  const last = isJsonObject(schema) ? lastProblems.get(schema) : undefined;
  if (last?.fields === fields) return last.problems;
  const problems = findProblems(schema, names);
  if (isJsonObject(schema)) lastProblems.set(schema, { fields, problems });
  return problems;
}

function findProblems(schema: Json, fields: readonly string[]): VainKeyword[] {
  const contradiction = contradictionIn(schema, fields);
  const vain = [...vainKeywords(schema)].slice(0, maxVain);
  if (contradiction === null) return vain;
  const { path, message } = contradiction;
  return [
    { never: true, path, message: `No payload can meet this contract. ${message}` },
    ...vain.filter(each => each.path.join('/') !== path.join('/')),
  ];
}

/** Of one contract. */
const maxVain = 100;

type SchemaFailure = Pick<FileProblem, 'message' | 'related' | 'nothing'>;

async function readSchema(
  documents: Documents,
  from: string,
  uri: string,
  loaded: LoadedSchemas,
): Promise<{ schema: JsonObject | boolean; document: SourceDocument } | SchemaFailure> {
  const document = loaded.documents.get(uri) ?? (await documents.document(uri));
  if (document === undefined)
    return { message: `There is no schema file ${readablePath(uri, from)}.`, nothing: true, related: [] };
  if ('unreadable' in document)
    return {
      message: `The schema file ${readablePath(uri, from)} cannot be read: ${document.unreadable}`,
      nothing: true,
      related: [],
    };
  loaded.documents.set(uri, document);
  if (replacementCharacters(document.text).first !== null) {
    const message = `The schema file ${fileName(uri)} has U+FFFD in the place of bytes that are not UTF-8. Save it as UTF-8.`;
    return { message, nothing: false, related: [] };
  }
  const [fault] = document.problems;
  if (fault !== undefined) {
    const related = [{ message: fault.message, uri, range: fault.range }];
    return { message: `The schema file ${fileName(uri)} cannot be parsed: ${fault.message}`, nothing: false, related };
  }
  const schema: Json | undefined = document.value;
  const problem: JsonSchemaProblem | null =
    schema === undefined ? { path: [], message: 'the file is empty.' } : jsonSchemaProblem(schema);
  if (problem !== null) {
    const related = [{ message: problem.message, uri, range: document.rangeOf(problem.path, problem.part) }];
    const what = problem.isPattern ? 'cannot be applied' : 'is not a JSON Schema';
    return { message: `${fileName(uri)} ${what}: ${problem.message}`, nothing: false, related };
  }
  return isJsonObject(schema) || typeof schema === 'boolean'
    ? { schema, document }
    : { message: `${fileName(uri)} is not a JSON Schema.`, nothing: false, related: [] };
}

/** Contracts with the schemas of their files in the place of their paths. A schema that could not be loaded is left out. */
export function inlineSchemas(
  contracts: Record<string, PayloadContract>,
  schemas: ReadonlyMap<string, JsonObject | boolean>,
): Record<string, PayloadContract> {
  const entries = Object.entries(contracts).map(([name, contract]): [string, PayloadContract] => {
    if (typeof contract.schema !== 'string') return [name, contract];
    const schema = schemas.get(name);
    const { description, fields } = contract;
    const inlined: PayloadContract = { fields };
    if (description !== undefined) inlined.description = description;
    if (schema !== undefined) inlined.schema = schema;
    return [name, inlined];
  });
  return Object.fromEntries(entries);
}
