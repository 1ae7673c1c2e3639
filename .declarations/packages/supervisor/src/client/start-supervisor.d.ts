import { SupervisorStartError } from '../errors.ts';
import { type SupervisorArguments } from '../supervisor-arguments.ts';
/**
 * Starts the supervisor in a session of its own, where no Ctrl-C reaches it.
 *
 * Calls back if it ends before it serves. Returns how to stop listening for that, once it does.
 */
export declare function startSupervisor(args: SupervisorArguments, onFailure: (error: SupervisorStartError) => void): () => void;
