import type { ProcessInfo } from '@curfew/core/process-port';
import type { ProcessTable } from '../system/process-entry.ts';
import type { Containment } from './containment.ts';
/**
 * Kills the orphans that are left when every service is over: whosever they were, they were ours. Tells who they were.
 *
 * Only a process that took off both marks gets so far.
 */
export declare function killStrays(table: ProcessTable, containment: Containment): readonly ProcessInfo[];
