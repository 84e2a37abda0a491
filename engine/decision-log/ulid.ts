const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A ULID (github.com/ulid/spec): 26 characters that sort by time.
 * @param at in milliseconds since the Unix epoch, below 2^48
 * @param random 16 random bytes, of which five bits each are used
 */
export function ulid(at: number, random: Uint8Array): string {
  let time = '';
  for (let left = Math.floor(at), digit = 0; digit < 10; digit++, left = Math.floor(left / 32))
    time = alphabet[left % 32] + time;
  return time + Array.from(random.subarray(0, 16), byte => alphabet[byte % 32]).join('');
}
