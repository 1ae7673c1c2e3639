/**
 * Makes text of a service safe to print, on one line: escape sequences (colours, cursor moves) are taken out, other
 * control and invisible characters are written as `\x07` or `\u202e`, and what is past the limit is cut and counted.
 */
export declare function printable(text: string, maxBytes: number): string;
/** Whether a text may be printed as it is: nothing in it that a terminal or a reader would act upon. */
export declare function isPrintable(text: string): boolean;
/** A text in quotes, safe to print. */
export declare function quoted(text: string): string;
