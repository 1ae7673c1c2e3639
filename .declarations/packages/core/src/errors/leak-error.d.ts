import { CurfewError } from './curfew-error.ts';
/** One thing that a scope started and that was still there at its end. */
export interface Leak {
    readonly kind: 'process' | 'thread' | 'port' | 'directory';
    /** E.g. `pid 4711 (node daemon.js)`, `127.0.0.1:5432`. */
    readonly what: string;
    /** What became of it, or why it was left. */
    readonly fate: string;
    /** The service that it is of; `undefined` for one of the test itself. */
    readonly service: string | undefined;
    /** The line that started or made it, or declared its service: `file:line:column`. */
    readonly createdAt: string | undefined;
}
/** Something that a test started outlived it. */
export declare class LeakedError extends CurfewError {
    static readonly code = "CURFEW_LEAKED";
    /** Whose it is, e.g. `test "orders > survive"`. */
    readonly scope: string;
    readonly leaks: readonly Leak[];
    constructor(scope: string, leaks: readonly Leak[]);
}
