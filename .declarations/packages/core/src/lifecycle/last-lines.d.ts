import type { KeptLine } from '../logging/service-log.ts';
import type { Lifecycle } from './lifecycle.ts';
/** Last lines that a service wrote or logged, in time order; without those whose keeper is gone or silent: lines only illustrate. */
export declare function lastLinesOf({ host, log, runtime }: Lifecycle, count: number): Promise<readonly KeptLine[]>;
