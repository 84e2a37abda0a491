import type { Json } from '../../../engine/model/json.ts';
import { applicableNodes, type SchemaNode } from './schema-nodes.ts';
import { isClosed, typesOf, valuesOf } from './schema-values.ts';

/**
 * The text to insert after a key. `inline`: a value after the colon; `mapping` and `sequence`: indented lines below it. `snippet`: the
 * value in the snippet syntax of the Language Server Protocol, without the key. Lines are indented by two spaces per level, relative
 * to the key.
 */
export interface InsertHint {
  form: 'inline' | 'mapping' | 'sequence';
  snippet: string;
}

/** A snippet for the value that `nodes` describe, with a tab stop for everything that is required. */
export function insertHint(root: SchemaNode, nodes: readonly SchemaNode[]): InsertHint {
  let stop = 0;
  const next = (): number => ++stop;
  let level = 0;
  return hint(nodes);

  /** Recursive schemas end in a plain tab stop after a few levels. */
  function hint(inside: readonly SchemaNode[]): InsertHint {
    if (level > 3) return { form: 'inline', snippet: `$${next()}` };
    level++;
    const found = lines(inside);
    level--;
    return found;
  }

  function lines(inside: readonly SchemaNode[]): InsertHint {
    const [type, ...otherTypes] = typesOf(inside);
    if (type === 'object' && otherTypes.length === 0)
      return { form: 'mapping', snippet: indented(mappingLines(inside)) };
    if (type === 'array' && otherTypes.length === 0) return { form: 'sequence', snippet: indented(itemLines(inside)) };
    return { form: 'inline', snippet: scalar(inside, next) };
  }

  /** The required keys; a first entry if names are free. */
  function mappingLines(inside: readonly SchemaNode[]): string[] {
    const required = [...new Set(inside.flatMap(node => node.required ?? []))];
    const entries = required.flatMap(key => {
      const property = inside.find(node => node.properties?.[key]?.title !== undefined)?.properties?.[key];
      return entryLines(key, property === undefined ? [] : applicableNodes(root, property, undefined));
    });
    if (entries.length > 0) return entries;
    const free = inside.find(node => typeof node.additionalProperties === 'object')?.additionalProperties;
    if (typeof free !== 'object') return [`$${next()}`];
    const names = inside.flatMap(node =>
      node.propertyNames === undefined ? [] : applicableNodes(root, node.propertyNames, undefined),
    );
    const name = names.find(node => node.examples !== undefined)?.examples?.[0] ?? 'name';
    return entryLines(`\${${next()}:${plain(name)}}`, applicableNodes(root, free, undefined));
  }

  function entryLines(key: string, inside: readonly SchemaNode[]): string[] {
    const { form, snippet } = hint(inside);
    return form === 'inline' ? [`${key}: ${snippet}`] : [`${key}:`, ...snippet.split('\n')];
  }

  function itemLines(inside: readonly SchemaNode[]): string[] {
    const items = inside.find(node => node.items !== undefined)?.items;
    const item = items === undefined ? [] : applicableNodes(root, items, undefined);
    const { form, snippet } = hint(item);
    const lines = form === 'inline' ? [snippet] : snippet.split('\n').map(line => line.slice(2));
    return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
  }

  function indented(lines: readonly string[]): string {
    return lines.map(line => `  ${line}`).join('\n');
  }
}

function scalar(nodes: readonly SchemaNode[], next: () => number): string {
  const choices = valuesOf(nodes);
  const types = typesOf(nodes);
  if (choices.length === 1 && isClosed(nodes)) return plain(choices[0]?.value ?? null);
  if (choices.length > 1 && (isClosed(nodes) || types.join() === 'boolean')) {
    const ordered = [...choices].sort((a, b) => Number(b.default) - Number(a.default));
    return `\${${next()}|${ordered.map(({ value }) => plain(value).replace(/[,|]/g, '\\$&')).join(',')}|}`;
  }
  const preset = nodes.find(node => node.default !== undefined)?.default ?? formExample(nodes);
  return preset === undefined || typeof preset === 'object' ? `$${next()}` : `\${${next()}:${plain(preset)}}`;
}

/** An example of a value whose form is worth showing (a duration, a version, a time), but not of names. */
function formExample(nodes: readonly SchemaNode[]): Json | undefined {
  const forms = nodes.some(
    node => node.pattern !== undefined || (node.format !== undefined && node.format !== 'regex'),
  );
  const named = nodes.some(node => node.spelling !== undefined && !['semver', 'duration'].includes(node.spelling));
  return forms && !named ? nodes.find(node => node.examples !== undefined)?.examples?.[0] : undefined;
}

/** A scalar as YAML, escaped for a snippet. */
function plain(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const ambiguous = /^[-+.]?\d[\d_]*(\.\d*)?(e[-+]?\d+)?$|^\d+:\d+$|^(true|false|null|~)$/i.test(text);
  const safe = typeof value !== 'string' || (/^[\w./][\w./@+:-]*$/.test(text) && !ambiguous && !text.endsWith(':'));
  return (safe ? text : JSON.stringify(text)).replace(/[\\$}]/g, '\\$&');
}
