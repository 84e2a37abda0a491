/** A digest as people compare it by eye: its first 12 hexadecimal digits, everywhere. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}
