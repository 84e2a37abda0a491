import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** The one text of a JSON document, whatever the order of its keys and the spelling of its numbers (RFC 8785). */
export function canonicalForm(document: unknown): string {
  return canonicalize(document) ?? 'null';
}

/** SHA-256 over the canonical form of a JSON document, in lower-case hex. Lone surrogates are hashed as U+FFFD. */
export function digest(document: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalForm(document))));
}
