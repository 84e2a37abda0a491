const unreserved = /[!'()*]/g;

/**
 * The canonical spelling of a URI, since editors, file systems and references in documents escape different characters. All characters
 * of path segments but RFC 3986's unreserved ones are percent-encoded, and a drive letter is in lower case
 * (`file:///c%3A/rules/a%40b.yaml`, as in VS Code). URIs without a hierarchical path are unchanged.
 */
export function canonicalUri(uri: string): string {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)(\/[^?#]*)(\?[^#]*)?(#.*)?$/s.exec(uri);
  if (match === null) return uri;
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = match;
  const segments = path.split('/').map(segment => encode(decode(segment)));
  const drive = segments[1];
  if (scheme.toLowerCase() === 'file' && drive !== undefined && /^[A-Za-z]%3A$/.test(drive)) {
    segments[1] = drive.charAt(0).toLowerCase() + '%3A';
  }
  return `${scheme.toLowerCase()}://${authority}${segments.join('/')}${query}${fragment}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function encode(segment: string): string {
  try {
    return encodeURIComponent(segment).replace(
      unreserved,
      character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    // Half of a surrogate pair, which no file name contains.
    return segment;
  }
}
