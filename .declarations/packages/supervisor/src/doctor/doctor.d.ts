import { type PortRange } from '../ports/port-range.ts';
/** Options of {@link doctor}. */
export interface DoctorOptions {
    /** The folder that `.curfew` is in, or will be. @default the working directory */
    readonly root?: string | undefined;
}
/** One folder that curfew writes to. */
export interface FolderReport {
    readonly path: string;
    readonly writable: boolean;
    /** What is free on its disk, in bytes; `undefined` where it cannot be told. */
    readonly freeBytes: number | undefined;
}
/** What curfew finds on this machine. */
export interface DoctorReport {
    readonly platform: NodeJS.Platform;
    readonly node: {
        readonly version: string;
        readonly supported: boolean;
    };
    /**
     * What the kernel holds a tree of processes together by. `subreaper`: whatever a service starts stays below the supervisor,
     * with a mark that the kernel keeps; `none`: groups, sessions, descent and the environment only.
     */
    readonly containment: string;
    /** How processes that are not children are found. */
    readonly processes: {
        readonly means: 'proc' | 'ps' | 'cim';
        /** Whether they can be listed, with their environment (which marks are in) and their threads. */
        readonly readable: boolean;
        readonly environment: boolean;
        readonly threads: boolean;
        readonly count: number;
    };
    /** Ports that are handed out. */
    readonly ports: PortRange;
    readonly folders: {
        readonly runs: FolderReport;
        readonly user: FolderReport;
    };
    /** What weakens a promise of curfew here, one sentence each; empty where nothing does. */
    readonly problems: readonly string[];
}
/** Looks at this machine: what curfew can promise here, and what it cannot. Starts nothing and changes nothing but the user's own folder. */
export declare function doctor({ root }?: DoctorOptions): DoctorReport;
