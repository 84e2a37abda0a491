/** A decision time in milliseconds since the Unix epoch as RFC 3339; null means now and stays null. */
export function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace('.000Z', 'Z');
}
