import type { ReadinessOption } from '../readiness/readiness.ts';
import type { Service } from './service.ts';
/** Options that every service takes, whatever it runs in. */
export interface ServiceOptions {
    /** The name; a service of a catalog has the name it was declared under, any other the name of its class by default. */
    readonly name?: string | undefined;
    /** Instance tags, added to the static `tags` of the class. @default [] */
    readonly tags?: readonly string[] | undefined;
    /** Orders stops that the graph leaves free: 0–100, low first. @default 50 */
    readonly stopPriority?: number | undefined;
    /** The node or cluster that its life hangs on. @default detached: it ends with its scope */
    readonly on?: Service | undefined;
    /** Services that it needs besides those it holds in its own properties. @default [] */
    readonly needs?: readonly Service[] | undefined;
    /** Wait for start and readiness together, in milliseconds. @default 30_000 */
    readonly startTimeoutMs?: number | undefined;
    /** Wait after the graceful request to stop, in milliseconds, before it is killed; 0 asks for nothing and kills. @default 5_000 */
    readonly stopTimeoutMs?: number | undefined;
    /** Whether a kill that nobody asked for fails the test. @default 'fail' */
    readonly onKilled?: 'fail' | 'warn' | undefined;
    /**
     * Whether it may end by itself, cleanly, while it is running; an exit that is not clean is a crash all the same.
     * @default false; true for a task without `intervalMs`, and with `ready: completed()`
     */
    readonly mayExit?: boolean | undefined;
    /** Told to fall quiet before the ordered stop begins; shares its stop limit. */
    readonly quiesce?: (() => void | Promise<void>) | undefined;
    /** Runs once it has stopped, before its dependencies stop: removes what it left (files, rows). */
    readonly cleanup?: (() => void | Promise<void>) | undefined;
}
/** Options of services that can be probed. */
export interface ReadyOptions<Group extends string = never> {
    /** What must pass before it counts as running; all of several. @default it exists */
    readonly ready?: ReadinessOption<Group> | undefined;
}
