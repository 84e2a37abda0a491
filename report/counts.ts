const thousands = new Intl.NumberFormat('en-US');

/** "10,000" */
export function number(count: number): string {
  return thousands.format(count);
}

/** "1 rule", "14 rules" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** "a, b and c" */
export function listed(parts: readonly string[], last = 'and'): string {
  const final = parts.at(-1) ?? '';
  return parts.length < 2 ? final : `${parts.slice(0, -1).join(', ')} ${last} ${final}`;
}
