/** The number of a signal: a process that handles it often exits with 128 and that number. */
export declare function signalNumber(signal: NodeJS.Signals): number;
