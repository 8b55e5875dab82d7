import { Budget, Matcher } from './match.ts';
import { parse } from './parse.ts';
import { programOf } from './program.ts';

// Some 20 ms; an ordinary text of 8,192 characters takes a tenth of it.
const budget = 500_000;

/**
 * What replaces the matches of a pattern of the user's. The engine's own matching goes back and tries again, for hours
 * with some patterns and texts; this one takes all ways at once, at a price that grows with the text alone. It finds
 * the longest match where the engine finds the one preferred. A text that costs too much is replaced as a whole.
 *
 * @throws PatternError for what cannot be matched so: references, and looking around for more than a character.
 */
export function replacer(pattern: RegExp, mark: string): (text: string) => string {
  const matcher = new Matcher(programOf(parse(pattern)), pattern.flags);
  return (text) => {
    const left = new Budget(budget);
    let result = '';
    let at = 0;
    try {
      for (let match = matcher.find(text, 0, left); match !== undefined; match = matcher.find(text, at, left)) {
        result += text.slice(at, match.from) + mark;
        at = match.to;
      }
    } catch {
      return mark;
    }
    return at === 0 ? text : result + text.slice(at);
  };
}
