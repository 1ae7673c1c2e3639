import { type BirpcReturn } from 'birpc';
import type { Link } from './link.ts';
import { type WireError } from './wire-error.ts';
/** Calls in both directions over one link. */
export type Channel<Remote extends object, Local extends object> = BirpcReturn<Remote, Local, false>;
/** Opens a channel. A peer that sends what is no message is cut off: nothing after it could be trusted. */
export declare function openChannel<Remote extends object, Local extends object>(link: Link, local: Local): Channel<Remote, Local>;
/** Tells the other side something, unless the channel is closed: then nobody is left to be told. */
export declare function tell(channel: {
    readonly $closed: boolean;
}, send: () => Promise<void>): void;
/** Whether a rejected call carries an error of the other side. */
export declare function isWireError(value: unknown): value is WireError;
