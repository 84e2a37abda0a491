/** The largest permitted package, in bytes. */
export const maxSize = 2.5 * 1024 * 1024;

/** All files that a manifest refers to: entry points, icon, programs, and the paths (`./…`) in `contributes`. */
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

/** The problems of a package with these files. @param size in bytes */
export function problemsOf(manifest: Record<string, unknown>, files: readonly string[], size: number): string[] {
  const inside = files.filter(file => file.startsWith('extension/')).map(file => file.slice('extension/'.length));
  // vsce changes the case of some names.
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
  if (!present.has('dist/third-party-notices.txt'))
    problems.push('The licences of bundled packages (dist/THIRD-PARTY-NOTICES.txt) are not in the package.');
  if (size > maxSize) {
    problems.push(`The package has ${(size / 1024 / 1024).toFixed(2)} MB; the limit is ${maxSize / 1024 / 1024} MB.`);
  }
  return problems;
}

/**
 * The problems for which the Marketplace or Open VSX would refuse a package, or show it wrongly.
 * @param readme the readme in the package, where vsce has made relative links absolute
 * @param icon the icon of the manifest; null if it is not in the package
 * @see https://code.visualstudio.com/api/working-with-extensions/publishing-extension
 */
export function galleryProblems(manifest: Record<string, unknown>, readme: string, icon: Buffer | null): string[] {
  const problems = ['name', 'displayName', 'description', 'publisher', 'version', 'license', 'repository', 'categories']
    .filter(key => manifest[key] === undefined)
    .map(key => `The manifest has no \`${key}\`.`);
  if (icon === null || !isPng(icon)) problems.push('The icon is not a PNG.');
  else if (icon.readUInt32BE(16) < 128 || icon.readUInt32BE(20) < 128)
    problems.push('The icon is smaller than 128 × 128.');
  for (const [, image, target = ''] of readme.matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)/g)) {
    const what = image === '!' ? 'image' : 'link';
    if (!/^(?:https:|#)/.test(target)) problems.push(`The ${what} ${target} of the readme does not work in a gallery.`);
    if (what === 'image' && /\.svg(?:$|\?)/i.test(target))
      problems.push(`The image ${target} is an SVG, which galleries refuse.`);
  }
  return problems;
}

/** True if a file begins with the signature and the header chunk of a PNG (PNG 5.2, 11.2.1). */
function isPng(file: Buffer): boolean {
  return file.length > 24 && file.toString('latin1', 1, 4) === 'PNG' && file.toString('latin1', 12, 16) === 'IHDR';
}
