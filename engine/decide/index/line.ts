/**
 * Number lines divided at points: cell 2k + 1 lies between the points k - 1 and k, cell 2k + 2 is point k itself, and cell 0 is reserved for missing. Several
 * lines are stored one after the other in the same arrays, because access to many small arrays is slower.
 */
export interface Lines {
  /** The points in ascending order, with a sentinel (infinity) at the end of each line. */
  points: Float64Array;
  /** For each bucket of a line, the first point in or after it; one more entry than buckets. */
  starts: Uint16Array;
  /** The start of each line's points and buckets in these arrays, and its number of buckets. */
  firstPoints: Uint32Array;
  firstBuckets: Uint32Array;
  buckets: Uint32Array;
  /** The bucket of a number is the integer part of `(number - base) * scale`. */
  bases: Float64Array;
  scales: Float64Array;
}

/** A line divided at the given numbers. */
export function cutLine(numbers: Iterable<number>): Lines {
  const points = Float64Array.from(new Set(numbers)).sort();
  const [base = 0, last = 0] = [points[0], points.at(-1)];
  const buckets = Math.min(2048, 2 ** Math.ceil(Math.log2(16 * points.length + 1)));
  const starts = new Uint16Array(buckets + 1);
  const line: Lines = {
    points: new Float64Array([...points, Infinity]),
    starts,
    firstPoints: Uint32Array.of(0),
    firstBuckets: Uint32Array.of(0),
    buckets: Uint32Array.of(buckets),
    bases: Float64Array.of(base),
    scales: Float64Array.of(Math.min(Number.MAX_VALUE, buckets / (last - base))),
  };
  for (const point of points) {
    const bucket = bucketOf(line, 0, point);
    starts[bucket + 1] = (starts[bucket + 1] as number) + 1;
  }
  for (let bucket = 1; bucket <= buckets; bucket++) {
    starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number);
  }
  return line;
}

/** Concatenates lines. */
export function joinLines(lines: readonly Lines[]): Lines {
  const ends = (sizes: number[]) => sizes.reduce((starts, size) => [...starts, (starts.at(-1) ?? 0) + size], [0]);
  const pointEnds = ends(lines.map(({ points }) => points.length));
  const bucketEnds = ends(lines.map(({ starts }) => starts.length));
  return {
    points: Float64Array.from(lines.flatMap(({ points }) => [...points])),
    starts: Uint16Array.from(lines.flatMap(({ starts }) => [...starts])),
    firstPoints: Uint32Array.from(pointEnds.slice(0, -1)),
    firstBuckets: Uint32Array.from(bucketEnds.slice(0, -1)),
    buckets: Uint32Array.from(lines.flatMap(({ buckets }) => [...buckets])),
    bases: Float64Array.from(lines.flatMap(({ bases }) => [...bases])),
    scales: Float64Array.from(lines.flatMap(({ scales }) => [...scales])),
  };
}

/** The number of cells of the first line, including the one for missing. */
export function cellsOfLine({ points }: Lines): number {
  return 2 * points.length;
}

/** The bucket of a value. It is monotone in the value, so that values in earlier buckets are less. */
function bucketOf({ buckets, bases, scales }: Lines, line: number, value: number): number {
  const place = (value - (bases[line] as number)) * (scales[line] as number);
  // Also true if the place is NaN, such as infinity times zero.
  if (!(place > 0)) return 0;
  const count = buckets[line] as number;
  return place < count ? place | 0 : count - 1;
}

/** The cell of a finite number on a line. */
export function cellOnLine(lines: Lines, line: number, value: number): number {
  const { points, starts } = lines;
  const first = lines.firstPoints[line] as number;
  const bucket = (lines.firstBuckets[line] as number) + bucketOf(lines, line, value);
  let point = first + (starts[bucket] as number);
  for (let end = first + (starts[bucket + 1] as number); end - point > 8;) {
    const middle = (point + end) >> 1;
    if ((points[middle] as number) < value) point = middle + 1;
    else end = middle;
  }
  while ((points[point] as number) < value) point++;
  return 2 * (point - first) + (points[point] === value ? 2 : 1);
}
