import { type SignalPlan } from '@curfew/core/engine';
/**
 * Lets a signal to the main process of Jest stop all services in order before the run ends: tests that run fail, those that
 * follow are skipped. A second signal ends it at once, and so does the first where no service was started.
 *
 * @param end - Stops all services of the run, in order
 * @returns how to give the signals back
 */
export declare function takeOverSignals(hasServices: SignalPlan['hasServices'], end: (signal: string) => Promise<void>): () => void;
/** The file that runs in this process has services: signals stop them in order; a second one ends even a test that never ends. */
export declare function holdSignals(): Promise<void>;
