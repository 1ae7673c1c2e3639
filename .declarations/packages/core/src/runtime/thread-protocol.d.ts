import type { MessagePort } from 'node:worker_threads';
/**
 * What the engine and the bootstrap in the thread say to each other, over a port of their own: `parentPort` and
 * `workerData` belong to the user's module, so that a script written for `new Worker()` runs unchanged.
 */
/** The first message of a thread, sent through its `parentPort` before any of the user's. */
export interface ThreadBoot {
    readonly control: MessagePort;
    /** Path of the user's module. */
    readonly file: string;
    readonly serviceName: string;
    /** Level of the service's log. */
    readonly level: string;
}
/** From the engine to the thread; there is but one. */
export type ThreadOrder = {
    readonly type: 'stop';
};
/** From the thread to the engine. */
export type ThreadReport = {
    readonly type: 'output';
    readonly stream: 'stdout' | 'stderr';
    readonly text: string;
}
/** A record of the context's pino logger, as one JSON line. */
 | {
    readonly type: 'record';
    readonly line: string;
}
/** The module was imported. */
 | {
    readonly type: 'loaded';
} | {
    readonly type: 'load-failed';
    readonly error: ErrorFacts;
}
/** The module's function failed, and the thread ends. */
 | {
    readonly type: 'failed';
    readonly error: ErrorFacts;
}
/** Thrown where nobody catches; it ends the thread unless the module handles `uncaughtException`. */
 | {
    readonly type: 'uncaught';
    readonly error: ErrorFacts;
};
/** A thrown value as it can be cloned: Node's own copy of an error loses its class name, causes and methods of fields. */
export type ErrorFacts = {
    readonly is: 'error';
    readonly name: string;
    /** The class of JavaScript itself that it is of, e.g. `TypeError`. */
    readonly base: string;
    readonly message: string;
    readonly stack: string | undefined;
    /** Own fields that can be cloned; the others as text. */
    readonly fields: Readonly<Record<string, unknown>>;
    readonly cause?: ErrorFacts;
    readonly errors?: readonly ErrorFacts[];
} | {
    readonly is: 'value';
    readonly value: unknown;
};
