import type { ProcessIdentity } from '../system/process-entry.ts';
/** Whose deaths are watched for. */
export interface Watched {
    /** Who is looked at now: processes that own what would have to be stopped. */
    readonly holders: () => Iterable<ProcessIdentity>;
    /** Whether there is something to stop. */
    readonly isBusy: () => boolean;
    readonly died: (holder: ProcessIdentity) => void;
}
/**
 * Looks again and again whether processes live, for as long as this one does: nothing tells of their deaths at once. A socket
 * is closed only after the kernel has freed the memory of its process, and a process that is no owner has none.
 */
export declare function watchDeaths({ holders, isBusy, died }: Watched): void;
