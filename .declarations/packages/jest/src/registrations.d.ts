import type { Asked } from './bridge.ts';
import { type CircusEvent, type CircusHook, type CircusState, type CircusTest } from './circus.ts';
/** What the tests and hooks of a file asked for when they were declared. */
export declare class Registrations {
    #private;
    /** A test or hook was declared with a catalog: services will be needed. */
    hasCatalogs: boolean;
    /** Runs a call of Jest's own that registers tests or hooks; `above` is what the user's file called. */
    during<T>(asked: Asked, above: (...args: never) => unknown, register: () => T): T;
    /** Jest adds a test or hook. */
    add(event: Extract<CircusEvent, {
        readonly name: 'add_test' | 'add_hook';
    }>, state: CircusState): void;
    ofHook(hook: CircusHook): Asked | undefined;
    /** What the test and the hooks around it ask for. To be called while the test has its own function. */
    around(test: CircusTest): readonly Asked[];
}
