import type { Scope } from './scope.ts';
/** Takes a scope that is over from the wider services that it used: they live on, and would keep all that ever needed them. */
export declare function letGo(scope: Scope): void;
