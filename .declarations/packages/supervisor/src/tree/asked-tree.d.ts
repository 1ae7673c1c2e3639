import { type ProcessEntry, type ProcessIdentity, type ProcessTable } from '../system/process-entry.ts';
import type { ProcessTree } from './process-tree.ts';
import { sendSignal } from './send-signal.ts';
/** Who of a tree lives, by what the graceful signal means to them. */
export interface LeftOfTree {
    /** They got it, or may have got it from their parent, or are below one that did. */
    readonly asked: readonly ProcessEntry[];
    /** They never got it, and nobody is left who could pass it on. */
    readonly untold: readonly ProcessEntry[];
}
/**
 * A tree that is sent a graceful signal: each process once, however long it takes to find them.
 *
 * Who catches the signal handles it for its children (`SIGTERM` twice would end a server that only waits for the first
 * with `once`). Who dies of it or ignores it cannot tell them, so they are told by us, also when they are seen later.
 * A package manager is left out: it passes the signal on to a shell that dies of it, and ends when what it runs has ended.
 */
export declare class AskedTree {
    #private;
    /**
     * @param tell - Called before each batch of signals
     * @param told - Who got it from a supervisor before this one; then nothing is sent at first
     */
    constructor(tree: ProcessTree, facts: {
        readonly table: ProcessTable;
        readonly signal: NodeJS.Signals;
        readonly tell?: (processes: readonly ProcessIdentity[]) => void;
        readonly told?: readonly ProcessIdentity[];
        readonly send?: typeof sendSignal;
    });
    /** Looks who is left, and tells those who are found now and whom nobody else can have told. */
    look(): LeftOfTree;
    /** Sends the signal to those that never got it and do not ignore it; says whether there are any. */
    tell(untold: readonly ProcessEntry[]): boolean;
    /**
     * Sends the signal to those of the asked that may never have got it, once nobody has been left to pass it on for that
     * long. For use when they are killed otherwise: one that did get it gets a second one.
     */
    tellUnsure(asked: readonly ProcessEntry[], graceMs: number): void;
    /** Whether that process got the signal, or may have got it from its parent. */
    isAsked(process: ProcessIdentity): boolean;
}
