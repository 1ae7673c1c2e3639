import './own-network.ts';
/** The class of an environment of Jest. */
export type EnvironmentClass = new (...args: any[]) => JestEnvironment;
/** An environment of Jest. */
export interface JestEnvironment {
    readonly global: object;
    setup(): Promise<void>;
    teardown(): Promise<void>;
    handleTestEvent?(event: never, state: never): unknown;
}
/**
 * Gives an environment of Jest a scope for each test, with all that belongs to it: services as fixtures, their stop, the crash
 * race and their last lines in a failure.
 *
 * @example module.exports = withCurfew(MyEnvironment)
 */
export declare function withCurfew<Base extends EnvironmentClass>(Environment: Base): Base;
