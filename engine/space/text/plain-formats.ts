/**
 * RE2 patterns for natural examples of JSON Schema formats. They do not match every string of a format, which is not a regular language in general, and
 * a match must still be tested with the format itself.
 */
const patterns: Record<string, string> = {
  email: '^[a-z0-9]+([._+-][a-z0-9]+)*@([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z]{2,}$',
  hostname: '^([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z]{2,}$',
  uri: '^https?://([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z]{2,}(:[0-9]{2,4})?(/[A-Za-z0-9._~-]+)*/?(\\?[a-z]+=[A-Za-z0-9]*(&[a-z]+=[A-Za-z0-9]*)*)?(#[a-z0-9-]+)?$',
  uuid: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  date: '^(19|20)[0-9]{2}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)$',
  time: '^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{3})?(Z|[+-](0[0-9]|1[0-4]):00)$',
  ipv4: '^(([1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])\\.){3}([1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])$',
  ipv6: '^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$',
  'json-pointer': '^(/[A-Za-z0-9_-]+)*$',
};
const aliases: Record<string, string> = {
  url: 'uri',
  'uri-reference': 'uri',
  'uri-template': 'uri',
};

/** An RE2 pattern for natural examples of a format; undefined for an unknown format. */
export function plainPattern(format: string): string | undefined {
  const name = Object.hasOwn(aliases, format) ? (aliases[format] as string) : format;
  return Object.hasOwn(patterns, name) ? patterns[name] : undefined;
}
