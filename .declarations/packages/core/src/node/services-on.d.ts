import type { Engine } from '../engine-contract.ts';
import { ServiceList } from '../list/service-list.ts';
import type { Service } from '../service/service.ts';
/** The services that hang on a node or cluster: inside a test those that it may see, elsewhere those of all open scopes. */
export declare function servicesOn(engine: Engine, place: Service): ServiceList;
