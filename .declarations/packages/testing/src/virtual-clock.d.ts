import type { Clock, Timer } from '@curfew/core/engine';
/** A clock that stands still until a test lets time pass: whole truth tables take no real time. */
export declare class VirtualClock implements Clock {
    #private;
    nowMs(): number;
    after(delayMs: number, callback: () => void): Timer;
    /** Resolves after that virtual time. */
    sleep(delayMs: number): Promise<void>;
    /** Lets time pass, timer by timer, with everything settled that each of them sets off. */
    advance(byMs: number): Promise<void>;
    /** Lets time pass until the promise settles, and gives its value. Fails when nothing is due and it has not settled. */
    until<T>(promise: Promise<T>): Promise<T>;
}
