export { runProcess, type Ran, type Start } from '../../../cli/doctor/process.ts';

/** A JSON object; null if the text is anything else. */
export function objectIn(text: string): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

export function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
