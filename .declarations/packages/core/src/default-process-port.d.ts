import type { ProcessPort } from './process-port.ts';
import type { RunContext } from './run/run-context.ts';
/**
 * Connects to the process port that runs processes by default.
 *
 * The single place where core reaches another package of ours: lazily, by specifier, when the first service needs it.
 */
export declare function connectDefaultProcessPort(run: RunContext): Promise<ProcessPort>;
