import type { Whereabouts } from '../lifecycle/host.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Service } from '../service/service.ts';
/** Where a service runs, as far as its lifecycle asks. */
export interface Place extends Whereabouts {
    /** Resolves when the node is up; rejects with the signal's reason. */
    waitTillUp(signal: AbortSignal): Promise<void>;
}
/** What a node or a cluster carries, so that it is known as a place in every realm. */
export declare const PLACE: unique symbol;
/** The place of a service: of the node or cluster that it hangs on, or this machine. */
export declare function placeOf(lifecycle: Lifecycle): Place;
export declare function isPlace(service: Service): service is Service & {
    readonly [PLACE]: Place;
};
