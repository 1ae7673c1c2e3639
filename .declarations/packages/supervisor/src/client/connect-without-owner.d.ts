import type { PublishedSupervisor } from '../generations.ts';
import { Connection } from './connection.ts';
/** A connection for somebody who has no services, to a supervisor of any version; the system's code where there is none. */
export declare function connectWithoutOwner(published: PublishedSupervisor): Promise<Connection | string>;
