/** The places where a page of the reference may be, best first: paths inside the extension, with a section or null. */
export function placesOfPage(page: string): { path: string; section: string | null }[] {
  const language = { path: 'docs/language.md', section: null };
  // Pages come from the panel and from links: only a plain name may become part of a path.
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(page)) return [language];
  return [
    { path: `docs/findings/${page}.md`, section: null },
    { path: `docs/${page}.md`, section: null },
    { path: language.path, section: page },
    language,
  ];
}
