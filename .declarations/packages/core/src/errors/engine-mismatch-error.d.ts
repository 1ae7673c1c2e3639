import { CurfewError } from './curfew-error.ts';
/** A copy of this package, as far as another one has to understand it. */
export interface PackageCopy {
    readonly protocol: number;
    readonly path: string | undefined;
}
/** Two copies of the package meet in one process, and one does not understand what the other makes. */
export declare class EngineMismatchError extends CurfewError {
    readonly own: PackageCopy;
    readonly other: PackageCopy;
    static readonly code = "CURFEW_ENGINE_MISMATCH";
    constructor(own: PackageCopy, other: PackageCopy);
}
