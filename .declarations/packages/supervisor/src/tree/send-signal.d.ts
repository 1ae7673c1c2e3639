import type { ProcessIdentity } from '../system/process-entry.ts';
/** Signals that very process. Says whether it was sent: a process that is gone, or belongs to another user, gets none. */
export declare function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): boolean;
