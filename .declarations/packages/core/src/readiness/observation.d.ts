/** A text from outside, for a message: one line, quoted, of bounded length. */
export declare function quote(text: string): string;
/** What an error says, with its causes: the message of `fetch` alone is `fetch failed`. */
export declare function errorText(error: unknown): string;
