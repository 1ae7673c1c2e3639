import { CurfewError } from '../errors/curfew-error.ts';
/** A folder of the run could not be made, so nothing can be recorded. */
export declare class RunFolderError extends CurfewError {
    static readonly code = "CURFEW_RUN_FOLDER";
    /** The folder or file that could not be made. */
    readonly path: string;
    constructor(path: string, cause: unknown);
}
