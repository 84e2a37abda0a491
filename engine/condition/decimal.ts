/** True if a number is a multiple of another as decimals rather than as doubles: 0.3 is a multiple of 0.1, and 1e10 + 0.5 is not a multiple of 1. */
export function isMultiple(value: number, of: number): boolean {
  const [digits, exponent] = decimal(value);
  const [unit, unitExponent] = decimal(of);
  if (unit === 0n) return digits === 0n;
  const shift = 10n ** BigInt(Math.abs(exponent - unitExponent));
  return (exponent >= unitExponent ? (digits * shift) % unit : digits % (unit * shift)) === 0n;
}

/** The shortest decimal for a double, as an integer and an exponent of ten. */
export function decimal(value: number): [digits: bigint, exponent: number] {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), Number(exponent) - fraction.length];
}
