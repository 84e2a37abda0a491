const unitsInMs: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const goForm = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h|d))+$/;
const isoForm = /^([+-]?)P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
/** The maximum CEL duration, about 10,000 years (google.protobuf.Duration). */
const maxMsLength = 315_576_000_000_000;

/**
 * Parses a duration into milliseconds: CEL's form (`1h30m`, `500ms`, also `2d` for 48 hours) or ISO 8601 (`PT15M`, `P1DT2H`; a day is 24 hours; no months or
 * years, which have no fixed length). Undefined if the text is neither, or exceeds CEL's range.
 */
export function parseDuration(text: string): number | undefined {
  if (text.length > 60) return undefined;
  const milliseconds = parseGo(text) ?? parseIso(text);
  return milliseconds !== undefined && Math.abs(milliseconds) <= maxMsLength ? toNanosecond(milliseconds) : undefined;
}

/** Rounds to CEL's precision of a nanosecond: `1.005s` is 1005 ms, although 1.005 * 1000 is slightly less. */
function toNanosecond(milliseconds: number): number {
  const nanoseconds = milliseconds * 1e6;
  return Number.isSafeInteger(Math.round(nanoseconds)) ? Math.round(nanoseconds) / 1e6 : milliseconds;
}

function parseGo(text: string): number | undefined {
  if (text === '0') return 0;
  const match = goForm.exec(text);
  if (!match) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h|d)/g)) {
    sum += Number(amount) * (unitsInMs[unit ?? ''] ?? Number.NaN);
  }
  return match[1] === '-' ? -sum : sum;
}

function parseIso(text: string): number | undefined {
  const match = isoForm.exec(text);
  if (!match) return undefined;
  const [, sign, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  const sum =
    Number(weeks) * 604_800_000 +
    Number(days) * 86_400_000 +
    Number(hours) * 3_600_000 +
    Number(minutes) * 60_000 +
    Number(seconds) * 1000;
  return sign === '-' ? -sum : sum;
}

/** A duration in readable form, in at most two units: `1 h 30 min`, `12 min`, `2 d`, `450 ms`. */
export function describeDuration(milliseconds: number): string {
  const sign = milliseconds < 0 ? '-' : '';
  let rest = Math.abs(milliseconds);
  if (rest < 1000) return `${sign}${Number(rest.toPrecision(6))} ms`;
  const parts: string[] = [];
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const) {
    if (rest < size) {
      if (parts.length > 0) break;
      continue;
    }
    parts.push(`${Math.floor(rest / size)} ${unit}`);
    rest %= size;
    if (parts.length === 2) break;
  }
  if (parts.length < 2 && rest >= 1000) parts.push(`${Number((rest / 1000).toPrecision(4))} s`);
  return sign + parts.join(' ');
}

/** A duration in CEL's form: `1h30m`, `500ms`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  let rest = Math.abs(milliseconds);
  let text = milliseconds < 0 ? '-' : '';
  for (const [unit, size] of [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return rest === 0 ? text : `${text}${Number(rest.toFixed(6))}ms`;
}
