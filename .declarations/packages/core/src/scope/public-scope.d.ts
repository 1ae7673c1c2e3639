import type { ServiceList } from '../list/service-list.ts';
import type { Service } from '../service/service.ts';
import type { Transition } from '../lifecycle/outcome.ts';
/** A scope as a user sees it: it owns services and stops them. */
export interface PublicScope {
    /** The full name of the test, the file, or the stack. */
    readonly name: string;
    /** Its services as they are now, and the wider ones that it uses; nodes and clusters are not among them. */
    readonly services: ServiceList;
    /** Aborts when its services begin to stop. */
    readonly signal: AbortSignal;
    /** Asks for a service by name at run time, and starts it if need be. From inside another service this is an edge of the graph. */
    get(name: string): Promise<Service>;
    /**
     * Makes a temporary directory in the run's folder, removed with all that is in it once every service is gone and the
     * clean-up callbacks have run.
     */
    tempDir(): string;
    /** Calls back after every service of the scope is gone; last registered runs first. */
    onCleanup(callback: () => void | Promise<void>): void;
    /** Calls back for each step of each service, in order. Returns how to end it. */
    onTransition(listener: (transition: Transition) => unknown): () => void;
}
