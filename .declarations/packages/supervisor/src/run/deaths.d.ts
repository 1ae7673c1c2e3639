import type { ProcessIdentity } from '../system/process-entry.ts';
/** Resolves when a process that is not a child of ours is dead. */
export declare function whenDead(identity: ProcessIdentity): Promise<void>;
