import type { Engine } from './engine-contract.ts';
/** Raised with every change of what copies of this package ask of each other: of engine, services and catalogs. */
export declare const protocolVersion = 1;
/** The engine of this realm: the first copy of the package that is asked makes it, all others share it. */
export declare function engine(): Engine;
/**
 * The engine, if anything has asked for it yet.
 *
 * @throws {EngineMismatchError} if it is of a copy of this package that this one does not understand
 */
export declare function presentEngine(): Engine | undefined;
/**
 * Told once by the package's entry, so that this module needs no import of the engine's implementation.
 *
 * @throws {EngineMismatchError} where the package is imported, and not somewhere in a test
 */
export declare function provideEngine(factory: () => Engine): void;
/** Puts an engine in place, and returns how to take it away; for tests and for realms that share one. */
export declare function installEngine(instance: Engine): () => void;
