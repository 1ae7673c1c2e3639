/**
 * Just enough of JavaScript's grammar to skip over code: it tells strings, templates, regular expressions, comments and
 * brackets apart, and takes for granted that the source is valid, since it comes from a function that exists.
 */
/** Position of the next character that is neither white space nor in a comment. */
export declare function skipTrivia(source: string, at: number): number;
/** Position behind the word (identifier, keyword or number) that begins there; the same position if none does. */
export declare function skipWord(source: string, at: number): number;
/** Position behind the string that begins there. */
export declare function skipString(source: string, at: number): number;
/**
 * Position of the first of some characters that is outside all brackets, strings, templates, regular expressions and
 * comments, from a position on at which a value or a statement begins; the end of the source if there is none.
 */
export declare function findOutside(source: string, at: number, stops: string): number;
