/** Where something was declared, for messages: `file:line:column`. */
export interface DeclaredAt {
    /** A path or `file:` URL, as the stack has it. */
    readonly file: string;
    readonly line: number;
    readonly column: number;
}
/** Where this copy of the package is. */
export declare const ownFile: string | undefined;
/**
 * Where a runner puts the hook that maps stacks, if the realm of the tests has none of its own: Jest maps all stacks by that
 * of the realm that Node began with.
 */
export declare const stackMapperKey: unique symbol;
/**
 * The place in the user's code that this is called for: the first frame of the stack that is not ours; `undefined` where
 * there is none, as when everything was bundled into one file.
 *
 * It is mapped to the user's sources when somebody reads it, by whatever maps stacks here (Vitest, Jest,
 * `--enable-source-maps`): every service of every test has a place, and mapping costs many times what finding it does.
 */
export declare function captureDeclaredAt(): DeclaredAt | undefined;
/** Who called a function of Node: ourselves, or the user's code, at a place where the stack still has one. */
export interface Caller {
    readonly isOurs: boolean;
    /** The innermost frame that is of no package; mapped when it is read. */
    readonly place: DeclaredAt | undefined;
}
/**
 * Tells who called a function of Node.
 *
 * @param listener - What Node told of the call, in the same turn; the frames above it are left out
 */
export declare function captureCaller(listener: (message: unknown) => void): Caller;
/** `test/services.ts:12:18`: relative to the working directory where it is below it. Never throws: every message has one. */
export declare function describeDeclaredAt({ file, line, column }: DeclaredAt): string;
