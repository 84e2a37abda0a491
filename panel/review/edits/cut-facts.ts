/** About three lines beside a map. */
const maxLength = 240;

/** The beginning of a list of facts that takes too much room, cut between two facts, outside names in backticks. */
export function cutFacts(text: string): string {
  if (text.length <= maxLength) return text;
  let end = -1;
  let quoted = false;
  for (let at = 0; at < maxLength; at++) {
    if (text[at] === '`') quoted = !quoted;
    if (!quoted && text.startsWith(', ', at)) end = at;
  }
  return end < 0 ? text : text.slice(0, end);
}
