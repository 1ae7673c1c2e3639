import { FileScope as RunnersFileScope } from '@curfew/core/engine';
import type { Asked } from './bridge.ts';
/** The scope of the test file that runs, while it runs. */
export declare class FileScope extends RunnersFileScope {
    /** What the hooks of the file are given, by what they asked for. */
    readonly contexts: Map<Asked, Readonly<Record<string, unknown>>>;
    constructor(name: string);
}
