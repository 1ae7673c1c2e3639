import type { Attempt } from './attempt.ts';
import type { CircusCode } from './circus.ts';
/**
 * Enters what code belongs to, the attempt or the file that runs it; what it returns leaves it again, in the same turn.
 *
 * There is no function that runs the code inside: each frame would be captured with every error that a test makes, which
 * each `expect` of Jest does.
 */
export type Enter = () => () => void;
/** The body of the test that an attempt runs; a crash of its services fails it at once. */
export declare function wrapBody(attempt: Attempt, enter: Enter): CircusCode;
/** The same hook, run in the attempt or file that runs then; it does nothing where that cannot run. */
export declare function wrapHook(hook: CircusCode, present: () => Enter | 'called off' | undefined): CircusCode;
