import type { ProcessTable } from './process-entry.ts';
/** Processes of Windows, as CIM tells them. */
export declare const windows: ProcessTable;
