import type { PortHolder, ProcessInfo } from '@curfew/core/process-port';
import type { ProcessTree } from '../tree/process-tree.ts';
/** Who listens on an address, seen from a tree: the price grows from its main process to its members to everybody. */
export declare function portHolderOf(tree: ProcessTree, host: string, port: number): PortHolder;
/** Who listens on an address; `null` where that cannot be told (nobody, or another user's process). */
export declare function findPortHolder(host: string, port: number): ProcessInfo | null;
