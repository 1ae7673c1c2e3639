/**
 * Whether a run may still be alive: its root process lives, or one of its workers, or one of the services in its journal
 * (kept on failure, or not yet stopped by the supervisor). Its journal is then still needed.
 */
export declare function mayBeAlive(runDirectory: string, nowMs: number): Promise<boolean>;
