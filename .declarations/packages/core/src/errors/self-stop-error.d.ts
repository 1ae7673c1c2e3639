import type { EdgeKind } from '../graph/edge.ts';
import type { RuntimeKind } from '../runtime/runtime.ts';
import { CurfewError } from './curfew-error.ts';
/** A service on the way from the one that asked for a stop to the one that was to be stopped. */
export interface ChainLink {
    readonly name: string;
    /** `scope` for a whole stack. */
    readonly runtime: RuntimeKind | 'scope';
    /** How it needs the next one; `undefined` where it only belongs to it, and for the last one. */
    readonly need: EdgeKind | undefined;
}
/** A service asked for a stop that cannot be over before that service itself is. */
export declare class SelfStopError extends CurfewError {
    static readonly code = "CURFEW_SELF_STOP";
    /** The name of the service that asked. */
    readonly service: string;
    /** The name of what was to be stopped; that of the service itself, if it wanted to stop itself. */
    readonly target: string;
    /** Names on the way from the one to the other, both included: each has to be over before the next one. */
    readonly chain: readonly string[];
    /**
     * @param verb - What was asked for, e.g. `stop`
     * @param where - The code of the service that asked
     */
    constructor(verb: string, links: readonly ChainLink[], where?: 'body' | 'clean-up');
}
