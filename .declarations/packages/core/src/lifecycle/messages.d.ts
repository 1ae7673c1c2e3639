import type { KeptLine } from '../logging/service-log.ts';
import type { RuntimeExit } from '../runtime/runtime.ts';
import type { Progress } from './bring-up.ts';
import type { Whereabouts } from './host.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ForcedBy } from './outcome.ts';
import type { ServiceState } from './states.ts';
import { CannotStartError } from '../errors/start-errors.ts';
/** The texts of a lifecycle's errors: who, where declared, what happened, the last lines, and what changes it, from narrow to wide. */
/** The refusal to start a service in a state in which it cannot. */
export declare function cannotStart(name: string, state: ServiceState): CannotStartError;
export declare function calledOff(service: Lifecycle): string;
export declare function exitedWhileStarting(service: Lifecycle, exit: RuntimeExit): string;
export declare function notReady(service: Lifecycle, progress: Progress, lines: readonly KeptLine[]): Error;
/** Keeps a start error of ours, with the last lines added; wraps any other. */
export declare function startFailed(service: Lifecycle, cause: Error, lines: readonly KeptLine[]): Error;
export declare function crashed(service: Lifecycle, exit: RuntimeExit, lines: readonly KeptLine[]): string;
export declare function uncleanStop(service: Lifecycle, exit: RuntimeExit, lines: readonly KeptLine[]): string;
/** How a service was killed. */
export interface KillFacts {
    readonly forcedBy: ForcedBy;
    readonly limitMs: number;
    /** What was killed, by name. */
    readonly killed: readonly string[];
    /** Whether what it is had ended, and only what that left was killed. */
    readonly isRest: boolean;
}
export declare function killed(service: Lifecycle, { forcedBy, limitMs, killed: parts, isRest }: KillFacts): string;
export declare function killedUnasked(service: Lifecycle, parts: readonly string[]): string;
export declare function leftBehind(service: Lifecycle, exit: RuntimeExit, left: readonly string[]): string;
export declare function stopFailed(service: Lifecycle, error: Error): string;
/** An order that nobody took. */
export declare function notTaken(orderTimeoutMs: number): Error;
export declare function leftAlive(service: Lifecycle, left: readonly string[]): string;
export declare function suspect(service: Lifecycle, what: string): string;
export declare function cleanupFailed(service: Lifecycle, failed: Error | 'late', limitMs: number): string;
export declare function portReplaced(service: Lifecycle, cause: unknown): string;
export declare function messageOf(error: unknown): string;
/** A node or cluster as messages name it, e.g. `node "db1" of cluster "main"`; `undefined` for this machine. */
export declare function placeName({ node, cluster }: Pick<Whereabouts, 'node' | 'cluster'>): string | undefined;
