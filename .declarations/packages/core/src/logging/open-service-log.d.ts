import { type LevelWithSilent } from 'pino';
import { type Clock } from '../clock.ts';
import type { LogFields, ServiceLog } from './service-log.ts';
/** Options of {@link openServiceLog}. */
export interface ServiceLogOptions {
    readonly fields: LogFields;
    /** The folder of the instance; called with the first record, and must then exist or be created. */
    readonly directory: () => string;
    /** Least level that is recorded. @default 'debug' */
    readonly level?: LevelWithSilent | undefined;
    /** How many of the last lines are kept in memory. @default 200 */
    readonly keepLines?: number | undefined;
    /** Size of the records, in bytes, past which further ones are dropped and counted. @default 256 MiB */
    readonly maxLogBytes?: number | undefined;
    /** The process of the service, where it has one of its own; asked for with every record, as it may come late. */
    readonly pid?: (() => number | undefined) | undefined;
    /** @default the system's, which no fake timers reach */
    readonly clock?: Clock | undefined;
}
/**
 * Opens the log of one service instance.
 *
 * Guarantee: logging never throws and writes to no standard stream; what cannot be written (disk full, folder removed) is
 * told by `problems`. The folder and the file are made with the first record, and the file is closed by `close`.
 */
export declare function openServiceLog(options: ServiceLogOptions): ServiceLog;
