import type { ProcessTable } from './process-entry.ts';
/** Processes of macOS, as `ps` tells them. */
export declare const darwin: ProcessTable;
