/** Makes arrays of a few numbers. */
export interface SmallArrays {
  /** An array of zeros. */
  zeros: (length: number) => Int32Array;
  /** An array of the same numbers. */
  copied: (array: Int32Array) => Int32Array;
}

/**
 * Boxes and sets of clauses are made by the hundred thousand. V8 gives each array of more than 64 bytes memory of its own (`typed_array_max_size_in_heap`), which takes
 * ten times as long as to fill it; these are parts of larger blocks instead. A block stays as long as one of its arrays is held, so what stays and what passes
 * have blocks of their own.
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

/** For regions, which are kept with what they are of. */
export const retained = smallArrays();

/** For what one question is worked on with. */
export const scratch = smallArrays();
