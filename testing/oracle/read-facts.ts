import type { RegionFact, RegionWhen } from '../../engine/index.ts';

/** What the facts of a region say, as CEL, read from their words alone. @throws Error for words that are not known */
export function whenAsCel({ moves, asks, either }: Pick<RegionWhen, 'moves' | 'asks' | 'either'>): string {
  const all = (facts: readonly RegionFact[]): string =>
    facts.length === 0 ? 'true' : facts.map(({ text }) => `(${factAsCel(text)})`).join(' && ');
  const cases = either.length === 0 ? 'true' : either.map(each => `(${all(each)})`).join(' || ');
  return `(${all([...moves, ...asks])}) && (${cases})`;
}

const code = /(?:`` (.+?) ``|`([^`]*)`)/;

function factAsCel(text: string): string {
  const subject = new RegExp(`^${code.source}(?: (.*))?$`).exec(text);
  const share = /^in (\d+) % of the traffic by `(.+)`$/.exec(text);
  if (share !== null || subject === null) throw new Error(`Not read: ${text}`);
  const name = subject[1] ?? subject[2] ?? '';
  const rest = subject[3];
  if (rest === undefined) return name;
  if (rest === 'is missing') return `!has(${name})`;
  if (rest === 'is given') return `has(${name})`;
  const missing = /^is missing or (.*)$/.exec(rest);
  if (missing !== null)
    return `!has(${name}) || ${said(name, /^has /.test(missing[1] ?? '') ? (missing[1] ?? '') : `is ${missing[1]}`)}`;
  return said(name, rest);
}

function said(name: string, words: string): string {
  if (words === 'is true') return name;
  if (words === 'is false') return `!(${name})`;
  if (words === 'is empty') return `size(${name}) == 0`;
  if (words === 'is not empty') return `size(${name}) > 0`;
  const entries = /^has (.+) entr(?:y|ies)$/.exec(words);
  if (entries !== null) return ranges(`size(${name})`, entries[1] ?? '');
  const but = /^has (something|nothing) but (.+)$/.exec(words);
  if (but !== null) {
    const none = `${name}.all(v, v in [${values(but[2] ?? '').join(', ')}])`;
    return but[1] === 'nothing' ? none : `!${none}`;
  }
  const member = /^has (no )?(.+)$/.exec(words);
  if (member !== null) return `${member[1] === undefined ? '' : '!'}(${values(member[2] ?? '').join('')} in ${name})`;
  const negated = /^is (?:not|neither) (.+)$/.exec(words);
  if (negated !== null) return `!(${name} in [${values(negated[1] ?? '').join(', ')}])`;
  const rest = words.replace(/^is /, '');
  return /^`/.test(rest) ? `${name} in [${values(rest).join(', ')}]` : ranges(name, rest);
}

/** The texts, numbers and truths of a list in words, as CEL. */
function values(list: string): string[] {
  return list
    .split(/, | or | nor | and /)
    .map(each =>
      new RegExp(`^${code.source}$`)
        .exec(each)
        ?.slice(1)
        .find(part => part !== undefined),
    )
    .map(each => JSON.stringify(each));
}

function ranges(name: string, words: string): string {
  return words
    .split(' or ')
    .map(each => {
      const plain = each.replaceAll(/ \(`.*?`\)/g, '');
      const both = /^(from|above|at least) (\S+) (?:to|and|but) (below |at most )?(\S+)$/.exec(plain);
      if (both !== null) {
        const [, from, low, to, high] = both;
        return `(${name} ${from === 'above' ? '>' : '>='} ${number(low)} && ${name} ${to === 'below ' ? '<' : '<='} ${number(high)})`;
      }
      const one = /^(?:(at least|at most|below|above) )?(\S+)$/.exec(plain);
      if (one === null) throw new Error(`Not read: ${words}`);
      const operator = { 'at least': '>=', 'at most': '<=', below: '<', above: '>' }[one[1] ?? ''] ?? '==';
      return `${name} ${operator} ${number(one[2])}`;
    })
    .join(' || ');
}

function number(text = ''): string {
  if (/^-?[\d.]+(e[+-]?\d+)?$/.test(text)) return text;
  if (/^\d{4}-/.test(text)) return `timestamp("${text}")`;
  const days = /^(-?\d+)d$/.exec(text);
  return `duration("${days === null ? text : `${Number(days[1]) * 24}h`}")`;
}
