import type { OutputLine } from '@curfew/core/process-port';
/** Where the pipe of a stream is, while its process lives. */
export declare function pipePath(directory: string, stream: OutputLine['stream']): string;
