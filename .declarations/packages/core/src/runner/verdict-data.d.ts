import type { Outcome } from '../lifecycle/outcome.ts';
import type { ServiceVerdict, Verdict } from '../scope/verdict.ts';
/** An error as plain data. */
export interface ErrorData {
    readonly name: string;
    readonly message: string;
    readonly code: string | undefined;
}
/** How a service ended, as plain data. */
export type OutcomeData = Omit<Outcome, 'errors' | 'exit'> & {
    readonly errors: readonly ErrorData[];
    readonly exit: {
        readonly code: number | null;
        readonly signal: string | null;
    } | undefined;
};
/** What became of one service, as plain data. */
export type ServiceVerdictData = Omit<ServiceVerdict, 'outcome'> & {
    readonly outcome: OutcomeData | undefined;
};
/** A verdict as plain data: it can be cloned into another process. */
export type VerdictData = Omit<Verdict, 'errors' | 'services'> & {
    readonly errors: readonly ErrorData[];
    readonly services: readonly ServiceVerdictData[];
};
/** Whether a verdict has nothing to tell: most tests of a suite need no service. */
export declare function isEmptyVerdict({ services, warnings }: Verdict): boolean;
/** Makes a verdict plain. */
export declare function verdictData(verdict: Verdict): VerdictData;
