import type { Attempt } from './attempt.ts';
import type { Asked } from './bridge.ts';
import type { FileScope } from './file-scope.ts';
/** Starts what a test or hook asked for, in parallel, and makes the context that it is given. */
export declare function startAsked(asked: Asked, home: Attempt | FileScope): Promise<void>;
/** Of several errors of a start each: the cause first, then what went wrong when it was rolled back. */
export declare function partsOf(error: unknown): readonly unknown[];
