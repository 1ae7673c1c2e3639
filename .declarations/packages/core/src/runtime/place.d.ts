import type { ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from './runtime.ts';
/** The runtime of nodes and clusters, which run nothing themselves: it exists from its launch until it is taken down. */
export declare class PlaceRuntime implements Runtime {
    #private;
    readonly kind = "place";
    readonly pid: undefined;
    readonly target: ProbeTarget;
    constructor(host: string, bringUp: () => void | Promise<void>, takeDown: () => void | Promise<void>);
    get exited(): Promise<RuntimeExit>;
    get gone(): Promise<RuntimeEnd>;
    launch(): Promise<void>;
    terminate(): Promise<void>;
    kill(): Promise<void>;
    isAlive(): boolean;
    refresh(): Promise<boolean>;
    isCleanStop(): boolean;
    lastLines(): Promise<readonly []>;
    describe(): string;
}
