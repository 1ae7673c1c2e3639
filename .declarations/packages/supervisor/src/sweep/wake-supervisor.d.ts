import type { PublishedSupervisor } from '../generations.ts';
/**
 * Sees to it that a supervisor whose run is dead finishes it: one that was stopped is continued, one that hangs is killed, and
 * its guard starts another one. Resolves once it has answered, or is no more.
 */
export declare function wakeSupervisor(published: PublishedSupervisor): Promise<void>;
