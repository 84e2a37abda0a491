import { type ScalarType, signalType, thresholdType, type ValueType, isGrantable } from '../../../engine/index.ts';
import type { Json } from '../../../engine/model/json.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';
import type { Project } from '../../source/project/project.ts';
import { celFunctions, methodsOf } from '../cel-functions.ts';
import { withoutMarkdown } from '../describe/markdown.ts';
import { describeThreshold, thresholdInShort } from '../describe/threshold.ts';
import { describeRule } from '../describe/rule.ts';
import { describeSignal, kindInWords } from '../describe/signal.ts';
import { expressionCursor, type Compared, type ExpressionCursor, type Wanted } from './expression-cursor.ts';
import type { ExpressionSite } from './expression-site.ts';
import { choice, item, type CompletionItem } from './item.ts';

/** Names beyond the declared ones. */
export interface ExpressionNames {
  /** Paths that occur in the inputs of samples; payload fields may name them. */
  inputPaths: readonly string[];
}

/** Completions inside a condition, a payload field or a placeholder. */
export function completeExpression(site: ExpressionSite, project: Project, names: ExpressionNames): CompletionItem[] {
  const cursor = expressionCursor(site.text, site.offset);
  const { wanted } = cursor;
  const write = writer(site, wanted);
  switch (wanted.kind) {
    case 'nothing':
      return [];
    case 'member':
      return [
        ...members(wanted.base, project, names, site, write),
        ...methods(wanted.base, project, cursor, site, write),
      ];
    case 'text':
      return texts(wanted, project, site);
    case 'operator':
      return operators(wanted.left, project, write);
    case 'operand':
      return operands(wanted.compared, project, cursor, names, site, write);
  }
}

type Write = (
  label: string,
  kind: CompletionItem['kind'],
  text: string,
  more?: Partial<CompletionItem>,
) => CompletionItem;

function writer(site: ExpressionSite, wanted: Wanted): Write {
  const { start, end } = wanted.kind === 'nothing' ? { start: site.offset, end: site.offset } : wanted;
  const range = site.rangeOf(start, end);
  const whole = start === 0 && end >= site.text.trimEnd().length && site.kind !== 'template';
  return (label, kind, text, more = {}) => {
    const newText = site.write(text, whole, more.snippet === true);
    // Editors match the filter text with what was typed since the start of the edit.
    return item(label, kind, range, newText, { filter: newText === text ? null : newText, ...more });
  };
}

function members(
  base: string[],
  { declarations }: Project,
  { inputPaths }: ExpressionNames,
  site: ExpressionSite,
  write: Write,
): CompletionItem[] {
  if (base.length === 1 && base[0] === 'thresholds') {
    return [...declarations.thresholds].map(([name, threshold]) =>
      write(name, 'threshold', name, {
        detail: thresholdInShort(threshold),
        documentation: describeThreshold(name, threshold),
        group: 1,
      }),
    );
  }
  const prefix = `${base.join('.')}.`;
  const signals = [...declarations.signals]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, signal]) => signalItem(name, signal, name.slice(prefix.length), 1, write));
  if (site.kind !== 'field') return signals;
  const known = new Set(signals.map(({ label }) => label));
  const more = inputPaths
    .filter(path => path.startsWith(prefix))
    .map(path => path.slice(prefix.length).split('.')[0] ?? '');
  return [
    ...signals,
    ...[...new Set(more)].filter(each => !known.has(each)).map(each => write(each, 'variable', each)),
  ];
}

function methods(
  base: string[],
  project: Project,
  { variables }: ExpressionCursor,
  site: ExpressionSite,
  write: Write,
): CompletionItem[] {
  const type = typeOf(base, project, variables);
  return type === null
    ? []
    : methodsOf(type).map(method =>
        write(method.name, 'function', method.snippet.replaceAll('"', site.quote), {
          detail: method.signature,
          documentation: method.description,
          snippet: true,
          group: 3,
          goOn: method.snippet.includes('$'),
        }),
      );
}

/** The type of a signal, or of a macro's variable, which holds the elements of a signal. */
function typeOf(path: string[], { declarations }: Project, variables: ExpressionCursor['variables']): ValueType | null {
  const list = path.length === 1 ? variables.get(path[0] ?? '') : undefined;
  const signal = declarations.signals.get((list ?? path).join('.'));
  if (signal === undefined || list === null) return null;
  const type = signalType(signal);
  return list === undefined ? type : elementOf(type);
}

function elementOf(type: ValueType): ScalarType | null {
  const element = /^list<(.*)>$/.exec(type)?.[1];
  return element === undefined ? null : (element as ScalarType);
}

function texts(wanted: Extract<Wanted, { kind: 'text' }>, project: Project, site: ExpressionSite): CompletionItem[] {
  const { subject, elements, quote, start, closed } = wanted;
  const end = closed
    ? wanted.end
    : Math.max(site.offset, start + (/^[\w-]*/.exec(site.text.slice(start))?.[0].length ?? 0));
  const range = site.rangeOf(start, end);
  const close = closed ? '' : quote;
  const put = (label: string, text: string, more: Partial<CompletionItem>): CompletionItem =>
    item(label, 'value', range, site.write(text, false, false), { filter: label, group: 1, ...more });
  if (/\bgranted\(\s*$/.test(site.text.slice(0, start - 1))) {
    return project.ruleSet.rules
      .filter(isGrantable)
      .map(rule => put(rule.id, rule.id + close, { documentation: describeRule(rule) }));
  }
  if (subject === null) {
    // A text that begins a clause can be an element of a set: `"legal" in flags`.
    if (
      wanted.argument ||
      site.text
        .slice(0, start - 1)
        .trimEnd()
        .match(/[\w)\]"']$/)
    )
      return [];
    return sets(project).flatMap(([name, signal]) =>
      valuesOf(signal, true)
        .filter(isText)
        .map(value =>
          put(value, `${celText(value, quote)}${closed ? '' : `${quote} in ${name}`}`, {
            detail: `in ${name}`,
            documentation: describeSignal(name, signal),
          }),
        ),
    );
  }
  const name = subject.join('.');
  const signal = project.declarations.signals.get(name);
  if (signal === undefined) return [];
  return valuesOf(signal, elements)
    .filter(isText)
    .map(value => put(value, celText(value, quote) + close, { detail: name }));
}

function operators(left: string[] | null, project: Project, write: Write): CompletionItem[] {
  const joining: [string, string][] = [
    ['&&', 'and'],
    ['||', 'or'],
  ];
  const signal = left === null ? undefined : project.declarations.signals.get(left.join('.'));
  const isThreshold = left?.[0] === 'thresholds';
  const comparing = isThreshold ? orders : signal === undefined ? [] : operatorsFor(signalType(signal));
  const chosen = comparing.length === 0 ? joining : comparing;
  return chosen.map(([operator, words]) =>
    write(operator, 'operator', `${operator} `, { detail: words, filter: operator, group: 2, goOn: true }),
  );
}

const orders: [string, string][] = [
  ['<', 'less than'],
  ['<=', 'at most'],
  ['>', 'greater than'],
  ['>=', 'at least'],
  ['==', 'equal to'],
  ['!=', 'not equal to'],
];

function operatorsFor(type: ValueType): [string, string][] {
  switch (type) {
    case 'int':
    case 'double':
    case 'duration':
    case 'timestamp':
      return orders;
    case 'string':
      return [...orders.slice(4), ['in', 'one of a list']];
    case 'bool':
      return [...orders.slice(4), ['&&', 'and'], ['||', 'or']];
    default:
      return orders.slice(4);
  }
}

function operands(
  compared: Compared | null,
  project: Project,
  cursor: ExpressionCursor,
  names: ExpressionNames,
  site: ExpressionSite,
  write: Write,
): CompletionItem[] {
  const { declarations } = project;
  const signal = compared === null ? undefined : declarations.signals.get(compared.path.join('.'));
  const values = compared === null || signal === undefined ? [] : comparedValues(compared, signal, site, write);
  if (compared?.inList === true) return values;
  const wantedType =
    compared === null || signal === undefined
      ? null
      : compared.elements
        ? elementOf(signalType(signal))
        : signalType(signal);
  const fits = (type: ValueType) => wantedType === null || comparable(type, wantedType);
  const signals = [...declarations.signals].map(([name, each]) =>
    signalItem(name, each, name, compared === null ? 2 : fits(signalType(each)) ? 4 : 8, write),
  );
  const thresholds = [...declarations.thresholds].map(([name, threshold]) =>
    write(`thresholds.${name}`, 'threshold', `thresholds.${name}`, {
      detail: thresholdInShort(threshold),
      documentation: describeThreshold(name, threshold),
      group: wantedType !== null && fits(thresholdType(threshold)) ? 2 : 7,
    }),
  );
  const variables = [...cursor.variables.keys()].map(name => write(name, 'variable', name, { group: 1 }));
  const known = new Set(declarations.signals.keys());
  const inputs =
    site.kind === 'field'
      ? names.inputPaths
          .filter(path => !known.has(path))
          .map(path => write(path, 'variable', path, { detail: 'in samples', group: 3 }))
      : [];
  return [
    ...values,
    ...variables,
    ...signals,
    ...inputs,
    ...thresholds,
    ...(compared === null ? membership(project, site, write) : []),
    ...functions(site, write),
  ];
}

/** The possible values of the compared signal, or of its elements. */
function comparedValues(compared: Compared, signal: Signal, site: ExpressionSite, write: Write): CompletionItem[] {
  const name = compared.path.join('.');
  const values = valuesOf(signal, compared.elements);
  const literals = values.map(value =>
    isText(value) ? site.quote + celText(value, site.quote) + site.quote : JSON.stringify(value),
  );
  if (compared.operator === 'in' && !compared.inList) {
    if (literals.length === 0) return [];
    return [
      write(`[${literals[0] ?? ''}, …]`, 'value', `[${choice(1, literals)}]`, {
        detail: `values of ${name}`,
        snippet: true,
        group: 0,
      }),
    ];
  }
  const items = values.map((value, index) =>
    write(isText(value) ? value : JSON.stringify(value), 'value', literals[index] ?? '', {
      detail: name,
      filter: isText(value) ? value : null,
      group: 0,
    }),
  );
  const type = signalType(signal);
  if (items.length > 0 || compared.elements) return items;
  const example = { duration: '15m', timestamp: '2026-01-31T00:00:00Z' } as const;
  if (type === 'duration' || type === 'timestamp') {
    const text = `${type}(${site.quote}\${1:${example[type]}}${site.quote})`;
    return [
      write(`${type}(…)`, 'function', text, { detail: withoutMarkdown(kindInWords(signal)), snippet: true, group: 0 }),
    ];
  }
  return [];
}

/** `"legal" in policy_flags`, for each value of each set. */
function membership(project: Project, site: ExpressionSite, write: Write): CompletionItem[] {
  return sets(project).flatMap(([name, signal]) =>
    valuesOf(signal, true)
      .filter(isText)
      .map(value => {
        const text = `${site.quote}${celText(value, site.quote)}${site.quote} in ${name}`;
        return write(`"${value}" in ${name}`, 'value', text, {
          filter: `${name} ${value}`,
          documentation: describeSignal(name, signal),
          group: 3,
        });
      }),
  );
}

function functions(site: ExpressionSite, write: Write): CompletionItem[] {
  const called = celFunctions.filter(({ on }) => on === null);
  return [
    ...called.map(each =>
      write(each.name, 'function', each.snippet.replaceAll('"', site.quote), {
        detail: each.signature,
        documentation: each.description,
        snippet: true,
        group: 6,
      }),
    ),
    ...['true', 'false'].map(literal => write(literal, 'value', literal, { group: 8 })),
  ];
}

function signalItem(name: string, signal: Signal, text: string, group: number, write: Write): CompletionItem {
  return write(text, 'signal', text, {
    detail: withoutMarkdown(kindInWords(signal)),
    documentation: describeSignal(name, signal),
    group,
  });
}

function sets({ declarations }: Project): [string, Signal][] {
  return [...declarations.signals].filter(([, { type }]) => type === 'array');
}

function valuesOf(signal: Signal, elements: boolean): Json[] {
  if (elements) return signal.items?.enum ?? [];
  if (signal.const !== undefined) return [signal.const];
  if (signal.type === 'boolean') return [true, false];
  return signal.type === 'array' ? [] : (signal.enum ?? []);
}

function isText(value: Json): value is string {
  return typeof value === 'string';
}

/** A text as it is written between the given quotes in CEL. */
function celText(value: string, quote: '"' | "'"): string {
  return value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n');
}

function comparable(a: ValueType, b: ValueType): boolean {
  const numeric = (type: ValueType) => type === 'int' || type === 'double';
  return a === b || (numeric(a) && numeric(b));
}
