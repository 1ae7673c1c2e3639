import { type Socket } from 'node:net';
/** How listening goes on. */
export interface ListenFacts {
    readonly address: string;
    readonly accept: (socket: Socket) => void;
    /** Called once, when the first server listens. */
    readonly listening: () => void;
    /** Makes the folder of the address, as it was. */
    readonly makeDirectory: () => void;
    readonly log: (message: string) => void;
}
/**
 * Listens at a socket, and at the same address again when its file is gone: somebody swept the folder of temporary files.
 * Open connections do not notice. The system tells of the removal, so nothing is polled.
 *
 * Returns a function that ends it and removes the file.
 */
export declare function keepListening({ address, accept, listening, makeDirectory, log }: ListenFacts): () => void;
