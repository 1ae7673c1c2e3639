/** Packages that mock the network of a process, for the `node_modules` of a suite: the name there, and the folder that it is. */
export declare const networkMocks: Readonly<Record<string, string>>;
/** A way to mock the network, as a test file has it. */
export interface NetworkMock {
    readonly title: string;
    /** What the file imports for it. @default nothing */
    readonly imports?: string;
    /** Whether Jest cannot load it, or what it needs, as CommonJS. @default false */
    readonly isEsmOnly?: true;
    /** Turns it on; `note` takes what it complains of. */
    readonly on: string;
    /** Turns it off again. */
    readonly off: string;
}
/** Real mocks, and a patch by hand of all that there is. */
export declare const mocksOfNetwork: readonly NetworkMock[];
/**
 * The tests of one mock, where `base` is our test and `note` takes an event, and hooks are there: it is on from the start of the file
 * to its end.
 */
export declare function testsUnder({ imports, on, off }: NetworkMock): string;
