import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Scope } from './scope.ts';
/** The scopes that use a service, or one that needs it. */
export declare function usersOf(lifecycle: Lifecycle): Set<Scope>;
