/** The units of an age on the page. */
export const ageUnits = ['s', 'min', 'h', 'd'] as const;
export type AgeUnit = (typeof ageUnits)[number];

export const ageUnitNames: Record<AgeUnit, string> = { s: 'seconds', min: 'minutes', h: 'hours', d: 'days' };

const milliseconds: Record<AgeUnit, number> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

export interface Age {
  amount: number;
  unit: AgeUnit;
}

/** The age of an observation at `at` (both RFC 3339), in the given unit or in one that fits. Null if either is not a time. */
export function ageOf(observed: string, at: string, unit?: AgeUnit): Age | null {
  const age = Date.parse(at) - Date.parse(observed);
  if (Number.isNaN(age)) return null;
  const seconds = Math.round(age / 1000) * 1000;
  const fits =
    unit ?? (['d', 'h', 'min'] as const).find(candidate => isReadable(seconds / milliseconds[candidate])) ?? 's';
  return { amount: Number((seconds / milliseconds[fits]).toFixed(fits === 's' ? 0 : 1)), unit: fits };
}

/** True if the amount is at least 1, and accurate to half a percent with one decimal. */
function isReadable(amount: number): boolean {
  return Math.abs(amount) >= 1 && Math.abs(Number(amount.toFixed(1)) - amount) <= Math.abs(amount) * 0.005;
}

/** The time of an observation that is `age` old at `at`, as RFC 3339 in UTC. Null if it is not a valid time. */
export function observedAt(at: string, age: Age): string | null {
  const time = new Date(Date.parse(at) - age.amount * milliseconds[age.unit]);
  return Number.isNaN(time.getTime()) ? null : time.toISOString().replace('.000Z', 'Z');
}
