import type { ServiceList } from '../list/service-list.ts';
import type { Service } from '../service/service.ts';
import type { Scope } from '../scope/scope.ts';
/** The scope of a test, as the test sees it. */
export declare class TestScope<Services = Readonly<Record<string, Service>>> {
    #private;
    constructor(scope: Scope);
    /** The full name of the test. */
    get name(): string;
    /** The services of the test as they are now, and the wider ones that it uses. */
    get services(): ServiceList;
    /** Aborts when the services of the test begin to stop. */
    get signal(): AbortSignal;
    /** Starts a service by name, with what it needs, where the test decides to need it only now. */
    get<const Name extends string & keyof Services>(name: Name): Promise<Services[Name]>;
    /**
     * Makes a temporary directory in the run's folder, removed with all that is in it once every service is gone and the
     * clean-up callbacks have run.
     */
    tempDir(): string;
    /** Calls back when every service of the test is gone; last registered runs first. */
    onCleanup(callback: () => void | Promise<void>): void;
}
