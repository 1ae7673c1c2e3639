import type { Painter } from './painter.ts';
import type { VerdictData } from './verdict-data.ts';
/** How a timeline is drawn. */
export interface TimelineOptions {
    /** Widest line, in characters. */
    readonly width: number;
    readonly paint: Painter;
}
/**
 * What became of the services of one scope, one line each and one time axis for all, in the order in which they started; then
 * the order in which they were stopped. Nodes that were up until the end are told in the line of their cluster.
 *
 * ```
 *   cluster  3 nodes          ░██████████████████▒  ready in 2 ms    stopped in 1 ms
 *   db       process          ░░████████████████▒   ready in 37 ms   stopped in 12 ms
 *   api      process on n1    ··░░░████████████▒·   ready in 210 ms  stopped in 104 ms
 *   stop order  api → db → cluster
 * ```
 */
export declare function timeline(verdict: VerdictData, { width, paint }: TimelineOptions): string[];
