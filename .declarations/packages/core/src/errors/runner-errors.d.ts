import { CurfewError } from './curfew-error.ts';
/** A catalog has services of a scope that the runner does not open. */
export declare class ScopeNotSupportedError extends CurfewError {
    static readonly code = "CURFEW_SCOPE_NOT_SUPPORTED";
    constructor(services: readonly {
        readonly name: string;
        readonly scope: string;
    }[], runner: string);
}
