import type { PublishedSupervisor } from '../generations.ts';
/**
 * Asks a supervisor at whose address nobody listens to end its run: by the signal for that, whose receiver is proved by pid
 * and start time. One that has not left when all its services have had all their time is killed.
 */
export declare function askByIdentity(runDirectory: string, supervisor: PublishedSupervisor): Promise<void>;
/** Kills a supervisor whose successor could not come up, and its guard first: nothing else is to be started. */
export declare function killByIdentity(supervisor: PublishedSupervisor | undefined): Promise<void>;
