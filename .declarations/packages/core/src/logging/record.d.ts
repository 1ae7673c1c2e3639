import type { LogFields } from './service-log.ts';
/** A line of a service's output, as {@link outputRecord} takes it. */
export interface RecordedLine {
    readonly stream: 'stdout' | 'stderr';
    /** Without the line end. */
    readonly text: string;
    /** Milliseconds since the epoch. */
    readonly timeMs: number;
}
/** Who a record is about: its fields, and the process id of the service where it has a process of its own. */
export interface RecordIdentity {
    readonly fields: LogFields | Readonly<Record<string, string | number | null>>;
    readonly pid?: number | undefined;
}
/**
 * Makes a line of output into one record, with its line end.
 *
 * A JSON object keeps its own level, time and fields; a text becomes `msg` at level info, on stderr too, which by itself is
 * no error. Fields that tell where the record is from are always ours: what the line had there is kept under `own`.
 */
export declare function outputRecord(identity: RecordIdentity, line: RecordedLine): string;
/**
 * Adds the fields that tell where it is from to a record that pino wrote (one line, with its line end).
 * `suffix` is {@link identitySuffix} of the same identity.
 */
export declare function identifyRecord(json: string, identity: RecordIdentity, suffix: string): string;
/** The end of every record of that identity. Made once, since it is the same for all of them. */
export declare function identitySuffix(identity: RecordIdentity): string;
/** A JSON object, or nothing. */
export declare function parseRecord(text: string): Record<string, unknown> | undefined;
/** A record as one readable text: level (unless info), message, and its other fields. */
export declare function recordText(record: Readonly<Record<string, unknown>>): string;
