/** What {@link pruneRuns} did. */
export interface PruneReport {
    /** Ids of the runs that were removed. */
    readonly removed: readonly string[];
    /** What could not be removed and why, one sentence each. */
    readonly failed: readonly string[];
}
/** Which runs are kept. */
export interface PruneOptions {
    /** How many, the current one included. */
    readonly keep: number;
    /** What the older ones may take of the disk together, in bytes; the one before the current one is kept whatever it takes. @default Infinity */
    readonly maxBytes?: number;
    /** The id of the run that goes on. */
    readonly current: string;
    readonly nowMs?: number;
}
/**
 * Removes old runs: all but the last `keep`, and of these the oldest that take more than `maxBytes`. Never rejects.
 *
 * Never touched: a run that may be alive ({@link mayBeAlive}), the current one, later ones, and what is not a run by name.
 * A folder is renamed before it is emptied, so nobody finds half a run, and what an interrupted removal left is
 * recognised by its name and removed by the next one.
 */
export declare function pruneRuns(runsDirectory: string, options: PruneOptions): Promise<PruneReport>;
