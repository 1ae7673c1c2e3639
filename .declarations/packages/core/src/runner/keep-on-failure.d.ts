import type { VerdictData } from './verdict-data.ts';
/** Whether services of failed tests are left up, and what to say where that was wanted and is not done. */
export interface KeepDecision {
    readonly keepOnFailure: boolean;
    readonly refusal: string | undefined;
}
/** Nobody looks at what is kept on a machine of a CI, and it would be in the way of whatever runs there next. */
export declare function decideKeepOnFailure(wanted: boolean, env: Readonly<Record<string, string | undefined>>): KeepDecision;
/** Tells what a verdict left up, where it listens, where its output is, and how to end it; nothing where nothing was. */
export declare function keptText({ kept, services }: Pick<VerdictData, 'kept' | 'services'>): string;
/** What follows the list of everything that was kept. */
export declare const keptFooter = "The next run stops what is still up, and so does sweep() of @curfew/supervisor.";
