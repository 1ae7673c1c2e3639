import type { KeptLine } from './service-log.ts';
/** One service that took part in a test, and the last lines kept of it, oldest first; a `ServiceVerdict` is one. */
export interface ServiceLines {
    readonly name: string;
    readonly lastLines: readonly KeptLine[];
}
/** Options of {@link lastLinesText}. */
export interface LastLinesOptions {
    /** When the test started, in milliseconds since the epoch: times are shown relative to it. */
    readonly startedAtMs: number;
    /** @default 20 */
    readonly maxLinesPerService?: number | undefined;
    /** Of all services together. Each keeps at least its fair share, so a talkative one does not hide the others. @default 60 */
    readonly maxLines?: number | undefined;
    /** @default 2048 */
    readonly maxLineBytes?: number | undefined;
}
/**
 * The last lines of the services of a failed test, in time order, each naming its service; empty without services.
 *
 * Plain text without colours: whatever a service printed, it cannot move the cursor, hide text or fake another line.
 */
export declare function lastLinesText(services: readonly ServiceLines[], options: LastLinesOptions): string;
/** A line as text for people: a JSON line of the service reads like a record of ours. */
export declare function readableLine(line: Pick<KeptLine, 'text'>): string;
