import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** SHA-256 over the RFC 8785 canonical form of a JSON document, in lower-case hex. Lone surrogates are hashed as U+FFFD. */
export function digest(document: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalize(document) ?? 'null')));
}
