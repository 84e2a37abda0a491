import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** The canonical text of a JSON document (RFC 8785), regardless of the order of keys and the notation of numbers. */
export function canonicalForm(document: unknown): string {
  return canonicalize(document) ?? 'null';
}

/** The SHA-256 hash of a text in UTF-8, in lower-case hex. CRLF counts as LF, since git may write either. */
export function textDigest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text.replaceAll('\r\n', '\n'))));
}

/** The SHA-256 hash of a JSON document's canonical form, in lower-case hex. Unpaired surrogates are hashed as U+FFFD. */
export function digest(document: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalForm(document))));
}
