import { describeDuration, parseDuration } from '../../../engine/model/time/duration.ts';
import { parseTemplate } from '../../../engine/index.ts';
import { contains, type Position, type Range } from '../../location.ts';
import { findingDefinition } from '../../findings/index.ts';
import { parseSource, type SourceDocument, type SourcePath } from '../../source/document/document.ts';
import { expressionKind } from '../../source/traps/expression-places.ts';
import { fileKind } from '../../source/document/file-kind.ts';
import type { Project } from '../../source/project/project.ts';
import { describeAt, namesAt, type SchemaKind } from '../../source/schema/schema-reference.ts';
import { celFunctions } from '../cel-functions.ts';
import { tokensOf } from '../completion/expression-tokens.ts';
import { describeSignal } from '../describe/signal.ts';
import { describeDefinition } from '../describe/definition.ts';
import { describeLibrary } from '../describe/library.ts';
import { code, listInWords, paragraphs, valueInWords } from '../describe/markdown.ts';
import { definitionsOf } from '../names/occurrences.ts';
import { nameInSubject } from '../names/name-at.ts';
import { subjectAt, type Projects } from '../projects.ts';

export interface Hover {
  /** Markdown. */
  contents: string;
  range: Range;
}

/** Describes what is at a position: a name's declaration and uses, a key's documentation, a function or a finding's code. */
export async function hoverAt(projects: Projects, uri: string, position: Position): Promise<Hover | null> {
  const kind = fileKind(uri);
  if (kind === 'other') return null;
  const subject = await subjectAt(projects, uri);
  if (subject !== null) {
    const library = subject.kind === 'rule-set' ? importAt(subject.project, position) : null;
    if (library !== null) return library;
    const name = await nameInSubject(projects, subject, position);
    const found = name === null ? [] : await definitionsOf(projects, name);
    // If a rule has several versions, prefer the one defined at this position.
    const here = found.find(each => name?.defines === true && each.uri === uri && contains(each.range, position));
    const definition = here ?? found[0];
    if (name !== null && definition !== undefined) {
      const owner = name.project.documents.has(definition.uri) ? name.project : await projects.project(definition.uri);
      if (owner !== null) return { contents: describeDefinition(owner, definition, uri), range: name.range };
    }
    const derived = name?.kind === 'signal' ? name.project.declarations.signals.get(name.name) : undefined;
    if (name !== null && derived?.derived !== undefined)
      return { contents: describeSignal(name.name, derived), range: name.range };
  }
  const document =
    subject === null
      ? await parsed(projects, uri)
      : subject.kind === 'samples'
        ? subject.samples.document
        : subject.project.document;
  if (document === null) return null;
  return findingCode(document, position) ?? celFunction(document, position) ?? schemaHover(document, kind, position);
}

/** Describes the library that an import at a position brings in; null if there is none. */
function importAt(project: Project, position: Position): Hover | null {
  const link = project.links.find(
    ({ kind, uri, range }) => kind === 'import' && uri === project.uri && contains(range, position),
  );
  const document = project.documents.get(link?.target ?? '');
  return link === undefined || document === undefined
    ? null
    : { contents: describeLibrary(document), range: link.range };
}

async function parsed(projects: Projects, uri: string): Promise<SourceDocument | null> {
  const file = await projects.workspace.read(uri);
  return file === undefined || 'unreadable' in file ? null : parseSource(uri, file.text);
}

/** Describes the finding code in a suppression comment or a configuration file. */
function findingCode(document: SourceDocument, position: Position): Hover | null {
  const comment = document.comments.find(({ range }) => contains(range, position));
  if (comment === undefined && document.kind !== 'config') return null;
  const line = document.text.slice(document.lineStart(position.line), document.lineStart(position.line + 1));
  const word = [...line.matchAll(/[a-z]+(?:-[a-z]+)*/g)].find(
    ({ 0: text, index }) => index <= position.character && position.character <= index + text.length,
  );
  const definition = word === undefined ? undefined : findingDefinition(word[0]);
  if (word === undefined || definition === undefined) return null;
  const start = document.lineStart(position.line) + word.index;
  return {
    contents: paragraphs(`**${definition.title}** (${definition.severity})`, definition.summary),
    range: document.rangeBetween(start, start + word[0].length),
  };
}

function celFunction(document: SourceDocument, position: Position): Hover | null {
  const { path, offsetInScalar } = document.placeAt(position);
  const kind = document.kind === 'rule-set' ? expressionKind(path) : null;
  const node = document.nodeAt(path);
  if (kind === null || offsetInScalar === null || node?.kind !== 'scalar') return null;
  const expressions =
    kind === 'template'
      ? parseTemplate(node.text).parts.flatMap(part =>
          part.kind === 'text' ? [] : [{ text: part.expression, start: part.start }],
        )
      : [{ text: node.text, start: 0 }];
  for (const { text, start } of expressions) {
    const tokens = tokensOf(text);
    const at = offsetInScalar - start;
    const index = tokens.findIndex(token => token.kind === 'name' && token.start <= at && at <= token.end);
    const token = tokens[index];
    if (token === undefined || tokens[index + 1]?.text !== '(') continue;
    const method = tokens[index - 1]?.kind === 'dot';
    const found = celFunctions.find(each => each.name === token.text && (each.on !== null) === method);
    if (found === undefined) continue;
    return {
      contents: paragraphs(code(found.signature), found.description),
      range: document.rangeInScalar(path, start + token.start, start + token.end),
    };
  }
  return null;
}

function schemaHover(document: SourceDocument, kind: SchemaKind, position: Position): Hover | null {
  const { path, part } = document.placeAt(position);
  if (part === 'blank' || path.length === 0) return null;
  const range = document.rangeOf(path, part);
  if (!contains(range, position)) return null;
  const contents = part === 'key' ? keyInWords(document, kind, path) : valueDescription(document, kind, path);
  return contents === '' ? null : { contents, range };
}

function keyInWords(document: SourceDocument, kind: SchemaKind, path: SourcePath): string {
  const named = namesAt(kind, path.slice(0, -1), document.value);
  const found = describeAt(kind, path, document.value);
  if (found === undefined)
    return paragraphs(named?.title === null || named === undefined ? null : `**${named.title}**`, named?.description);
  const facts: string[] = [];
  if (found.required) facts.push('Required.');
  if (found.deprecated) facts.push('Deprecated.');
  if (found.default !== undefined) facts.push(`Default: ${valueInWords(found.default)}.`);
  const described = found.values.some(each => each.description !== null);
  const values = described
    ? found.values
        .map(each => `- ${code(plain(each.value))}${each.description === null ? '' : `: ${each.description}`}`)
        .join('\n')
    : found.values.length > 0
      ? `One of ${listInWords(found.values.map(each => code(plain(each.value))))}.`
      : '';
  const example = found.examples[0];
  return paragraphs(
    found.title === null ? null : `**${found.title}**`,
    found.description,
    facts.join(' '),
    values,
    example === undefined || found.values.length > 0 ? null : `Example: ${code(plain(example))}`,
  );
}

/** What the schema says about a value. Durations are also written out in words. */
function valueDescription(document: SourceDocument, kind: SchemaKind, path: SourcePath): string {
  const node = document.nodeAt(path);
  const found = describeAt(kind, path, document.value);
  if (node?.kind !== 'scalar' || found === undefined) return '';
  const chosen = found.values.find(each => each.value === node.value);
  if (chosen?.description !== undefined && chosen.description !== null) {
    return paragraphs(`${code(plain(chosen.value))}${chosen.default ? ' (default)' : ''}`, chosen.description);
  }
  const duration = found.examples.some(each => typeof each === 'string' && parseDuration(each) !== undefined);
  const milliseconds = duration ? parseDuration(node.text) : undefined;
  return milliseconds === undefined ? '' : paragraphs(describeDuration(milliseconds), found.description);
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
