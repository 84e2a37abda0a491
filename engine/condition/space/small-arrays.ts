/**
 * Arrays of a few numbers, made by the hundred thousand: boxes, sets of clauses. V8 gives each of more than 64 bytes memory of its own
 * (`typed_array_max_size_in_heap`), which takes ten times as long as to fill it; these are parts of a larger block instead, which stays as long as one of them is held.
 */

const blockBytes = 1 << 14;
const mostBytes = blockBytes >>> 3;

let block = new ArrayBuffer(blockBytes);
let used = 0;

/** An array of zeros. */
export function zeros(length: number): Int32Array {
  const bytes = length << 2;
  if (bytes > mostBytes) return new Int32Array(length);
  if (used + bytes > blockBytes) {
    block = new ArrayBuffer(blockBytes);
    used = 0;
  }
  const array = new Int32Array(block, used, length);
  used += bytes;
  return array;
}

/** An array of the same numbers. */
export function copied(array: Int32Array): Int32Array {
  const copy = zeros(array.length);
  copy.set(array);
  return copy;
}
