import type { ReadyOptions, ServiceOptions } from './options.ts';
/** What the functions among the options of a process are given: where it is to listen. */
export interface ProcessAddress<Port extends string = string> {
    /** Literal IP of its node, e.g. `127.0.0.1`. */
    readonly host: string;
    /** The first of its ports. */
    readonly port: number;
    /** Its ports by name. */
    readonly ports: Readonly<Record<Port, number>>;
    /** `host:port` */
    readonly address: string;
    /** `http://host:port` */
    readonly url: string;
}
/** A value, or a function of where the process is to listen. */
export type OfAddress<Port extends string, T> = T | ((address: ProcessAddress<Port>) => T);
/** Options of {@link processService}. */
export interface ProcessOptions<Port extends string = 'main', Group extends string = never> extends ServiceOptions, ReadyOptions<Group> {
    /** An executable: a path, or a name found on the PATH of `env`. No shell, unless `shell` is true. */
    readonly command: OfAddress<Port, string>;
    readonly args?: OfAddress<Port, readonly string[]> | undefined;
    /** Merged over the environment of this process; `undefined` removes a variable. */
    readonly env?: OfAddress<Port, Readonly<Record<string, string | undefined>>> | undefined;
    /**
     * Its working directory: a path, or a `file:` URL. A relative path is below the root of the runner's project (Vitest: `root`,
     * Jest: `rootDir`); without a runner, below the working directory of this process.
     * @default that root
     */
    readonly cwd?: OfAddress<Port, string | URL> | undefined;
    /** Runs the command through `/bin/sh -c`. The whole tree is stopped all the same. @default false */
    readonly shell?: boolean | undefined;
    /**
     * The ports that it listens on: names, handed out without races between parallel workers, or fixed numbers by name.
     * A port of ours that somebody else took is replaced once; a fixed one is refused, naming the holder. `[]` for none.
     * @default one port
     */
    readonly ports?: readonly Port[] | Readonly<Record<Port, number | 'free'>> | undefined;
    /** The graceful signal. @default 'SIGTERM' */
    readonly stopSignal?: NodeJS.Signals | undefined;
    /** Exit codes and signals that are clean after the graceful signal. @default 0, the stop signal, and 128 + its number */
    readonly cleanExits?: readonly (number | NodeJS.Signals)[] | undefined;
    /** Runs as that user; only root may. */
    readonly uid?: number | undefined;
    readonly gid?: number | undefined;
    /** Runs before each spawn (a data directory copied from a template); shares the start limit. */
    readonly prepare?: ((address: ProcessAddress<Port>, signal: AbortSignal) => void | Promise<void>) | undefined;
    /** Size of one output file, in bytes, past which all but its end is dropped and the loss is recorded. @default 256 MiB */
    readonly maxLogBytes?: number | undefined;
    /**
     * What its standard output and error are: pipes, or the log files themselves. A file takes what a Node program writes at once
     * and then calls `process.exit()`; but it is emptied by who opens `/dev/stdout` or `/dev/stderr` anew. @default 'pipe'
     */
    readonly output?: 'pipe' | 'file' | undefined;
}
