import type { ServiceList } from '../list/service-list.ts';
import { Service } from '../service/service.ts';
import type { Node } from './node.ts';
import type { PLACE, Place } from './place.ts';
/** A set of nodes. Services that are `on` it, and its nodes, stop before it does. */
export declare abstract class Cluster extends Service {
    abstract readonly nodes: readonly Node[];
    readonly [PLACE]: Place;
    /** The living and past services that hang on the cluster itself (not those of its nodes). */
    get services(): ServiceList;
    /** Stops its services and nodes, with all that depends on them, then the cluster itself. */
    destroy(): Promise<void>;
}
