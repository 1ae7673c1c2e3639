/** Opens a scope for each test, in any environment. */
export declare const testRunner: string;
/** Jest's own, and that of curfew. A configuration with `reporters` of its own replaces them: `[...reporters, 'jest-junit']`. */
export declare const reporters: string[];
/**
 * What services write there is no source: the watch mode would run again, and a `package.json` among it would be a module of the
 * project. Jest adds those of the configuration to it.
 */
export declare const modulePathIgnorePatterns: string[];
