import { counterInWords, counterOf } from '../../../engine/model/counters.ts';
import { describeDuration, parseDuration } from '../../../engine/model/time/duration.ts';
import { signalType } from '../../../engine/index.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';
import { code, listInWords, paragraphs, prose, valueInWords } from './markdown.ts';

/** A signal's declaration in Markdown. */
export function describeSignal(name: string, signal: Signal): string {
  const promises: string[] = [];
  if (signal.required === true) promises.push('Always present.');
  if (signal.sensitive === true) promises.push('Sensitive: redacted in logs and records.');
  const counter = counterOf(name, signal);
  if (counter !== null) promises.push(prose(`Counts ${counterInWords(counter)}.`) ?? '');
  if (signal.maxAge !== undefined) {
    const age = parseDuration(signal.maxAge);
    const limit = age === undefined ? (prose(signal.maxAge) ?? '') : describeDuration(age);
    const where = signal.observedAt === undefined ? '' : `, by the time in ${code(signal.observedAt)}`;
    promises.push(`Counts as missing when older than ${limit}${where}.`);
  }
  return paragraphs(
    `**Signal** ${code(name)}: ${kindInWords(signal)}`,
    prose(signal.title),
    prose(signal.description),
    promises.join(' '),
  );
}

/** `number from 0 to 1`, `one of "refund", "billing"`, `set of "pii", "legal"`, `duration`. */
export function kindInWords(signal: Signal): string {
  const unit = signal.unit === undefined ? '' : ` (${prose(signal.unit) ?? ''})`;
  if (signal.const !== undefined) return `always ${valueInWords(signal.const)}`;
  if (signal.enum !== undefined) return `one of ${listInWords(signal.enum.map(valueInWords))}${unit}`;
  if (signal.type === 'array') {
    const holds = signal.items?.enum?.map(valueInWords);
    const noun = signal.uniqueItems === true ? 'set' : 'list';
    if (holds !== undefined) return `${noun} of ${listInWords(holds)}`;
    return `${noun} of ${signal.items === undefined ? 'values' : `${typeNames[signal.items.type]}s`}`;
  }
  const type = signalType(signal);
  const noun = type === 'duration' || type === 'timestamp' ? typeNames[type] : typeNames[signal.type];
  return `${noun}${rangeInWords(signal)}${unit}`;
}

const typeNames = {
  number: 'number',
  integer: 'whole number',
  string: 'text',
  boolean: 'true or false',
  duration: 'duration',
  timestamp: 'time',
} as const;

function rangeInWords({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, pattern }: Signal): string {
  const parts: string[] = [];
  if (minimum !== undefined && maximum !== undefined) parts.push(`from ${minimum} to ${maximum}`);
  else if (minimum !== undefined) parts.push(`at least ${minimum}`);
  else if (maximum !== undefined) parts.push(`at most ${maximum}`);
  if (exclusiveMinimum !== undefined) parts.push(`above ${exclusiveMinimum}`);
  if (exclusiveMaximum !== undefined) parts.push(`below ${exclusiveMaximum}`);
  if (pattern !== undefined) parts.push(`matching ${code(pattern)}`);
  return parts.length === 0 ? '' : ` ${parts.join(', ')}`;
}
