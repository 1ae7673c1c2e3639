import { type ProcessSpawnOrder } from '@curfew/core/process-port';
import type { ProcessIdentity } from '../system/process-entry.ts';
/** A service that may have outlived its run, with all that is needed to end it as its scope would have. */
export interface LeftService extends Pick<ProcessSpawnOrder, 'id' | 'service' | 'needs' | 'stop' | 'host' | 'ports' | 'uid'> {
    readonly run: string;
    /** Its main process; `undefined` where it was never written down: then only its mark finds it. */
    readonly main: ProcessIdentity | undefined;
    readonly wasKept: boolean;
}
/** For a process of which there is a mark and nothing else. */
export declare function unrecorded(run: string, id: string): LeftService;
/** The services of a run that its journals do not say are gone. */
export declare function readLeftServices(run: string, directory: string): Promise<readonly LeftService[]>;
