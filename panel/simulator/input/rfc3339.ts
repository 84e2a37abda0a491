const pattern = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?$/;

/**
 * Converts a typed time to RFC 3339: seconds may be omitted, a space may replace the `T`, and a time without an offset is
 * UTC. Null if it is not a time, such as 30 February.
 */
export function rfc3339(text: string): string | null {
  const parts = pattern.exec(text.trim());
  if (parts === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00', fraction = '', offset = 'Z'] = parts;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > lastDay) return null;
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offset.toUpperCase()}`;
  return Number.isNaN(Date.parse(time)) ? null : time;
}
