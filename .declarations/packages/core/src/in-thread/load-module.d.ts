/** What a module's default export is, where it is a function. */
export type Body = (context: unknown) => unknown;
/** Imports the user's module; the TypeScript loader is loaded for TypeScript only. Resolves with its function, if it has one. */
export declare function loadModule(file: string): Promise<Body | undefined>;
