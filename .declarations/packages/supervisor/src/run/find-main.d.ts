import type { ProcessHistory } from '../journal/history.ts';
import type { ProcessTable } from '../system/process-entry.ts';
import { type MainProcess } from './main-process.ts';
/**
 * The main process of what another supervisor spawned, dead or alive; `undefined` when it was never spawned.
 *
 * Where that supervisor died between the intent and the record of the spawn, the mark tells: the oldest leader of a
 * session that carries it.
 */
export declare function findMain(table: ProcessTable, past: ProcessHistory, run: string): MainProcess | undefined;
