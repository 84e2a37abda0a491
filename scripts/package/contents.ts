/** The largest package, in bytes. */
export const largest = 2 * 1024 * 1024;

/** Every file that a manifest refers to: entry points, icon, programs, and whatever `contributes` names by a path (`./…`). */
export function filesReferredTo(manifest: Record<string, unknown>): string[] {
  const { main, browser, icon, bin, contributes, l10n } = manifest;
  const found = new Set<string>();
  const add = (value: unknown) => {
    if (typeof value === 'string') found.add(value.replace(/^\.\//, ''));
  };
  [main, browser, icon, l10n].forEach(add);
  if (typeof bin === 'object' && bin !== null) Object.values(bin).forEach(add);
  const visit = (value: unknown) => {
    if (typeof value === 'string' && value.startsWith('./')) add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(contributes);
  return [...found];
}

/** What is wrong with a package of these files and this size in bytes; empty where nothing is. */
export function problemsOf(manifest: Record<string, unknown>, files: readonly string[], size: number): string[] {
  const inside = files.filter(file => file.startsWith('extension/')).map(file => file.slice('extension/'.length));
  // vsce writes these three in its own spelling.
  const present = new Set(inside.map(file => file.toLowerCase()));
  const problems: string[] = [];
  for (const file of filesReferredTo(manifest)) {
    const covered =
      present.has(file.toLowerCase()) || inside.some(one => one.startsWith(`${file.replace(/\/$/, '')}/`));
    if (!covered) problems.push(`The manifest refers to ${file}, which is not in the package.`);
  }
  for (const file of inside) {
    if (/(?:^|\/)node_modules\/|\.tsx?$|\.map$|\.test\.|(?:^|\/)\.env/.test(file)) {
      problems.push(`${file} does not belong in the package; see .vscodeignore.`);
    }
  }
  if (!inside.some(file => /^licen[sc]e/i.test(file))) problems.push('The licence is not in the package.');
  if (size > largest) {
    problems.push(
      `The package has ${(size / 1024 / 1024).toFixed(2)} MB, and ${largest / 1024 / 1024} MB is the most.`,
    );
  }
  return problems;
}
