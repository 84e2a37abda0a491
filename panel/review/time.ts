/** A decision time as RFC 3339, from milliseconds since the Unix epoch; null stays now. */
export function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace('.000Z', 'Z');
}
