/** The short form of a digest for display: its first 12 hexadecimal digits. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}
