import type { Socket } from 'node:net';
/**
 * Frames messages on a stream socket: one JSON text per line (JSON never contains a raw line end).
 *
 * Chunks are joined as bytes, so a character split between two reads arrives whole.
 */
export declare function onMessageLines(socket: Socket, listener: (line: string) => void): void;
/** Writes one message. */
export declare function writeMessageLine(socket: Socket, message: string): void;
