import type { Containment } from '../tree/containment.ts';
/**
 * Has the pipes of a process that outlives this supervisor read by a `cat` for each, which appends to the raw logs and ends by
 * itself, when nobody is left who writes. Without them the process would wait as soon as a pipe is full.
 */
export declare function keepReading(directory: string, containment: Containment): void;
