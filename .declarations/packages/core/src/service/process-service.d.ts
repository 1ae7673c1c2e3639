import type { OutputLine } from '../process-port.ts';
import { Service } from './service.ts';
import type { ProcessOptions } from './process-definition.ts';
/**
 * A service that is a process of its own, with all its descendants: a server, a database, a command.
 *
 * Guarantee: when it is stopped its whole tree is gone, not only the direct child, and its ports can be bound again.
 *
 * @typeParam Port - Names of its ports
 * @typeParam Group - Names that its readiness found, read as `groups`
 */
export declare class ProcessService<Port extends string = 'main', Group extends string = never> extends Service {
    #private;
    constructor(options: ProcessOptions<Port, Group>);
    /** Literal IP that it listens on. */
    get host(): string;
    /** The first of its ports. */
    get port(): number;
    /** Its ports by name. */
    get ports(): Readonly<Record<Port, number>>;
    /** `host:port` */
    get address(): string;
    /** `http://host:port` */
    get url(): string;
    /** What its readiness found, e.g. the groups of `logLine()`. */
    get groups(): Readonly<Record<Group, string>>;
    /** The process id of its main process. */
    get pid(): number;
    /** Sends a signal to its main process (reload, pause; or a kill that the test means as chaos, after `expectExit()`). */
    signal(signal: NodeJS.Signals): Promise<void>;
    /** Calls back for each line of its output, from the first on. Returns how to end it. */
    onLine(listener: (line: OutputLine) => void): () => void;
}
/** Declares a process: `command` with `args` as an argument vector, without a shell. */
export declare function processService<const Port extends string = 'main', Group extends string = never>(options: ProcessOptions<Port, Group>): ProcessService<Port, Group>;
