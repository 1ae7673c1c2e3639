import { type MessagePort } from 'node:worker_threads';
import type { ThreadContext } from '../service/thread-module.ts';
/** What a context is made of. */
export interface ContextParts {
    readonly port: MessagePort;
    readonly signal: AbortSignal;
    readonly serviceName: string;
    readonly level: string;
    /** Takes a record of pino, one JSON line without its line end. */
    record(line: string): void;
}
/** Makes the context of the module's function. Pino is loaded when `log` is first read. */
export declare function threadContext(parts: ContextParts): ThreadContext<unknown>;
