import type { ServiceOptions } from '../service/options.ts';
/** Time limits, all in milliseconds. A service's own options win over those of its scope. */
export interface Limits {
    /** Start and readiness of one service. @default 30_000 */
    readonly startTimeoutMs: number;
    /** From the graceful request of one service to its kill. @default 5_000 */
    readonly stopTimeoutMs: number;
    /** From the kill of one service until it is given up as left alive. @default 2_000 */
    readonly killTimeoutMs: number;
    /** One clean-up callback. @default 5_000 */
    readonly cleanupTimeoutMs: number;
    /** All starts that one request asks for. @default 120_000 */
    readonly totalStartTimeoutMs: number;
    /** All stops of a scope; then what lives is killed. @default 60_000 */
    readonly totalStopTimeoutMs: number;
}
export declare const defaultLimits: Limits;
/** The limits in force; while somebody debugs, no limit of ours ends anything. */
export declare function resolveLimits(given: Partial<Limits>, debugging: boolean): Limits;
/** The limits among a service's own options. */
type OwnLimits = Pick<ServiceOptions, 'startTimeoutMs' | 'stopTimeoutMs'>;
/** The start limit in force for a service. */
export declare function startLimitMs(own: OwnLimits, { startTimeoutMs }: Limits): number;
/** The stop limit in force for a service. 0 is kept while debugging: it asks for a kill and is no limit. */
export declare function stopLimitMs(own: OwnLimits, { stopTimeoutMs }: Limits): number;
export {};
