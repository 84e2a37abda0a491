/** Of the decimal numbers as they are written, not of their nearest doubles: 0.3 is a multiple of 0.1, and 1e10 + 0.5 is none of 1. */
export function isMultiple(value: number, of: number): boolean {
  const [digits, exponent] = decimal(value);
  const [unit, unitExponent] = decimal(of);
  if (unit === 0n) return digits === 0n;
  const shift = 10n ** BigInt(Math.abs(exponent - unitExponent));
  return (exponent >= unitExponent ? (digits * shift) % unit : digits % (unit * shift)) === 0n;
}

/** The shortest decimal that stands for this double, as an integer and the power of ten that it is multiplied with. */
function decimal(value: number): [digits: bigint, exponent: number] {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), Number(exponent) - fraction.length];
}
