/** How a probe is named in messages: as it is written, with the options that are given. */
export declare function describeProbe(name: string, ...args: readonly unknown[]): string;
/** One argument, as it is written. */
export declare function argumentText(value: unknown): string;
/** Of any realm: under Jest a test file has another `RegExp`. */
export declare function isRegExp(value: unknown): value is RegExp;
