import { nearestName } from '../model/nearest-name.ts';
import { fieldsOfTime } from '../model/time/time-zone.ts';

/** The methods that CEL defines for values of a type. */
const methods: Readonly<Record<string, readonly string[]>> = {
  string: ['contains', 'endsWith', 'matches', 'size', 'startsWith'],
  list: ['all', 'exists', 'exists_one', 'filter', 'map', 'size'],
  'google.protobuf.Timestamp': Object.keys(fieldsOfTime),
  'google.protobuf.Duration': ['getHours', 'getMinutes', 'getSeconds', 'getMilliseconds'],
};

/** Names that other languages have for methods of CEL. */
const written: Readonly<Record<string, string>> = {
  getday: 'getDayOfWeek',
  getweekday: 'getDayOfWeek',
  getisodayofweek: 'getDayOfWeek',
  getyear: 'getFullYear',
  includes: 'contains',
  length: 'size',
  any: 'exists',
  some: 'exists',
  every: 'all',
};

/** The method of a type that was probably meant by a name; undefined if none is near, or if the type has a method of this name. */
export function nearestMethod(name: string, type: string): string | undefined {
  const known = methods[type.startsWith('list') ? 'list' : type] ?? [];
  if (known.includes(name)) return undefined;
  // The fields of a time, also as `hours` or `getUTCHours`.
  const field = `get${name.replace(/^(?:get)?(?:UTC)?/i, '')}`.toLowerCase();
  const meant = [name.toLowerCase(), field].map(each =>
    Object.hasOwn(written, each) ? written[each] : known.find(method => method.toLowerCase() === each),
  );
  return (
    meant.find(each => each !== undefined && known.includes(each)) ??
    nearestName(name, known) ??
    nearestName(field, known)
  );
}
