import type { Clock } from '../clock.ts';
type Callback = () => void | Promise<void>;
/** What runs after every service of a scope is gone: last registered first, each within its limit, whatever the others do. */
export declare class CleanupCallbacks {
    #private;
    add(callback: Callback): void;
    run(clock: Clock, limitMs: number, scope: {
        readonly kind: string;
        readonly name: string;
    }, report: (error: Error) => void): Promise<void>;
}
export {};
