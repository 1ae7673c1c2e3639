import type { ShownScope } from '@curfew/core/engine';
import type { AttemptReport } from './session.ts';
/** What came of a test file, as far as curfew reads it. */
export interface FileResult {
    readonly curfew?: readonly AttemptReport[] | undefined;
    readonly testResults: readonly {
        readonly fullName: string;
        readonly status: string;
        readonly duration?: number | null | undefined;
    }[];
}
/** The services of a file, in the order in which their scopes were closed. */
export declare function shownScopes(file: string, { curfew, testResults }: FileResult): ShownScope[];
