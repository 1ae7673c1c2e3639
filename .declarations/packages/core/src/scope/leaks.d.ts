import { type Leak } from '../errors/leak-error.ts';
import type { Scope } from './scope.ts';
/**
 * Looks for what a scope started and that lives on though its services are gone. What a service itself was reported for
 * (it could not be ended) is not told again. One call to the supervisor, and none where no process was started.
 */
export declare function findLeaks(scope: Scope): Promise<readonly Leak[]>;
/** Fails the scope with its leaks, or only says so, as the setting `leaks` wants it. */
export declare function reportLeaks(scope: Scope, leaks: readonly Leak[]): void;
