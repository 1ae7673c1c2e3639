import type { LifecycleHost } from '../lifecycle/host.ts';
import type { Scope } from './scope.ts';
/** What the lifecycles of a scope are given. */
export declare function serviceHost(scope: Scope): LifecycleHost;
