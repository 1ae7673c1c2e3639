/**
 * Just enough of JavaScript's grammar to skip over code: it tells strings, templates, regular expressions, comments and
 * brackets apart, and takes for granted that the source is valid, since it comes from a function that exists.
 */

/** Words after which a value follows, so that a slash begins a regular expression. */
const beforeValue = new Set(
  'return typeof instanceof in of new delete void throw case do else yield await extends default'.split(' '),
)
const beforeCondition = new Set(['if', 'while', 'for', 'with'])
const beforeBlock = new Set(['', ';', '{', '}', ')', '=>', 'else', 'do', 'try', 'finally', 'static'])

/** Position of the next character that is neither white space nor in a comment. */
export function skipTrivia(source: string, at: number): number {
  for (;;) {
    const char = source[at]
    if (char === '/' && source[at + 1] === '/') at = endOf(source, source.indexOf('\n', at))
    else if (char === '/' && source[at + 1] === '*') at = endOf(source, source.indexOf('*/', at + 2)) + 2
    else if (char !== undefined && (char <= ' ' || (char > '~' && /\s/.test(char)))) at++
    else return at
  }
}

/** Position behind the word (identifier, keyword or number) that begins there; the same position if none does. */
export function skipWord(source: string, at: number): number {
  while (at < source.length && isWordCharacter(source.charCodeAt(at))) at++
  return at
}

/** Position behind the string that begins there. */
export function skipString(source: string, at: number): number {
  const quote = source[at]
  for (at++; at < source.length && source[at] !== quote; at++) if (source[at] === '\\') at++
  return at + 1
}

/**
 * Position of the first of some characters that is outside all brackets, strings, templates, regular expressions and
 * comments, from a position on at which a value or a statement begins; the end of the source if there is none.
 */
export function findOutside(source: string, at: number, stops: string): number {
  /** What each open bracket says of a slash behind its closing one. */
  const open: boolean[] = []
  /** The token before, as far as it matters. */
  let before = '('
  /** Whether a value may begin here, so that a slash is no division. */
  let isValueNext = true
  for (at = skipTrivia(source, at); at < source.length; at = skipTrivia(source, at)) {
    const char = source[at] as string
    if (open.length === 0 && stops.includes(char)) return at
    const end = skipWord(source, at)
    if (end > at) {
      const word = before === '.' ? '.' : source.slice(at, end)
      isValueNext = beforeValue.has(word)
      before = word
      at = end
    } else if (char === '"' || char === "'" || char === '`') {
      at = char === '`' ? skipTemplate(source, at) : skipString(source, at)
      isValueNext = false
      before = 'value'
    } else if (char === '/' && isValueNext) {
      at = skipWord(source, skipRegExp(source, at))
      isValueNext = false
      before = 'value'
    } else if (char === '(' || char === '[' || char === '{') {
      open.push(char === '(' ? beforeCondition.has(before) : char === '{' && (!isValueNext || beforeBlock.has(before)))
      isValueNext = true
      before = char
      at++
    } else if (char === ')' || char === ']' || char === '}') {
      isValueNext = open.pop() ?? false
      before = char
      at++
    } else if ((char === '+' || char === '-') && source[at + 1] === char) {
      at += 2 // Before or behind a value, it leaves what may come next as it was.
    } else if (char === '.') {
      before = '.'
      at++
    } else {
      const isArrow = char === '=' && source[at + 1] === '>'
      isValueNext = true
      before = isArrow ? '=>' : char
      at += isArrow ? 2 : 1
    }
  }
  return source.length
}

function skipTemplate(source: string, at: number): number {
  for (at++; at < source.length && source[at] !== '`'; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === '$' && source[at + 1] === '{') at = findOutside(source, at + 2, '}')
  }
  return at + 1
}

function skipRegExp(source: string, at: number): number {
  let isInClass = false
  for (at++; at < source.length && (isInClass || source[at] !== '/'); at++) {
    if (source[at] === '\\') at++
    else if (source[at] === '[') isInClass = true
    else if (source[at] === ']') isInClass = false
  }
  return at + 1
}

function endOf(source: string, at: number): number {
  return at < 0 ? source.length : at
}

/** Digits, letters, `_`, `$`, `#`, the backslash of an escape, and whatever is not ASCII: white space was skipped before. */
function isWordCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code === 35 ||
    code === 92 ||
    (code > 127 && !/\s/.test(String.fromCharCode(code)))
  )
}
