import { countBits, type Box, type Dimension } from '../../space/dimension.ts';

/** Removes a box's states of a dimension from the domain. Returns false, without a change, if the rest would not be a single range. */
export function pushOut(domain: Box, box: Box, { kind, offset: at, width }: Dimension): boolean {
  if (kind === 'finite') {
    for (let i = at; i < at + width; i++) domain[i] = (domain[i] as number) & ~(box[i] as number);
    return true;
  }
  const low = domain[at] as number;
  const high = domain[at + 1] as number;
  const boxLow = box[at] as number;
  const boxHigh = box[at + 1] as number;
  if (low <= high && boxLow <= boxHigh && boxHigh >= low && boxLow <= high) {
    if (boxLow > low && boxHigh < high) return false;
    if (boxLow <= low && boxHigh >= high) {
      domain[at] = 0;
      domain[at + 1] = -1;
    } else if (boxLow <= low) domain[at] = boxHigh + 1;
    else domain[at + 1] = boxLow - 1;
  }
  domain[at + 2] = (domain[at + 2] as number) & ~(box[at + 2] as number);
  return true;
}

/** Keeps the part of the domain before a box that splits its range in two; `keepBehind`, the part behind it. */
export function keepBefore(domain: Box, box: Box, { offset: at }: Dimension): void {
  domain[at + 1] = (box[at] as number) - 1;
  domain[at + 2] = (domain[at + 2] as number) & ~(box[at + 2] as number);
}

export function keepBehind(domain: Box, box: Box, { offset: at }: Dimension): void {
  domain[at] = (box[at + 1] as number) + 1;
  domain[at + 2] = 0;
}

/** The share of the domain's states of a dimension that is outside a box. */
export function outsideShare(domain: Box, box: Box, dimension: Dimension): number {
  const { kind, offset: at, width } = dimension;
  let all = 0;
  let inside = 0;
  if (kind === 'ordered') {
    const low = domain[at] as number;
    const high = domain[at + 1] as number;
    const boxLow = box[at] as number;
    const boxHigh = box[at + 1] as number;
    const missing = domain[at + 2] as number;
    all = Math.max(0, high - low + 1) + missing;
    inside = Math.max(0, Math.min(high, boxHigh) - Math.max(low, boxLow) + 1) + (missing & (box[at + 2] as number));
  } else {
    for (let i = at; i < at + width; i++) {
      all += countBits(domain[i] as number);
      inside += countBits((domain[i] as number) & (box[i] as number));
    }
  }
  return 1 - inside / all;
}
