/** Allocates arrays of a few numbers. */
export interface SmallArrays {
  /** A new array of zeros. */
  zeros: (length: number) => Int32Array;
  /** A copy of an array. */
  copied: (array: Int32Array) => Int32Array;
}

/**
 * Boxes and clause sets are created by the hundred thousand. V8 allocates each typed array above 64 bytes off the heap (`typed_array_max_size_in_heap`),
 * which takes ten times as long as filling it; these arrays share larger blocks instead. A block stays alive as long as one of its arrays, so retained
 * and temporary arrays use different blocks.
 */
function smallArrays(): SmallArrays {
  let block = new ArrayBuffer(blockBytes);
  let used = 0;

  function zeros(length: number): Int32Array {
    const bytes = length << 2;
    if (bytes > maxBytes) return new Int32Array(length);
    if (used + bytes > blockBytes) {
      block = new ArrayBuffer(blockBytes);
      used = 0;
    }
    const array = new Int32Array(block, used, length);
    used += bytes;
    return array;
  }

  return {
    zeros,
    copied(array) {
      const copy = zeros(array.length);
      copy.set(array);
      return copy;
    },
  };
}

const blockBytes = 1 << 14;
const maxBytes = blockBytes >>> 3;

/** For regions, which live as long as the problem or condition they belong to. */
export const retained = smallArrays();

/** For temporary arrays of a single question. */
export const scratch = smallArrays();
