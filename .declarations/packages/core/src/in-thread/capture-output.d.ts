/**
 * Sends what the thread writes to `process.stdout` and `process.stderr` (console, warnings, a pino logger of its own)
 * to `send`, at once and in order: unlike the streams of a `Worker`, this loses nothing in an endless loop or at an exit.
 */
export declare function captureOutput(send: (stream: 'stdout' | 'stderr', text: string) => void): void;
