import type { Service } from '../service/service.ts';
import { ServiceList } from './service-list.ts';
/**
 * All services that the code which runs now may see: inside a test, its own and the wider ones that it uses; outside of
 * any scope, those of every open one.
 */
export declare function findServicesFromAllSources(): ServiceList;
/** Those that hang on no node and no cluster. */
export declare function findDetachedServices(): ServiceList;
/** Those that hang on that node or cluster. */
export declare function findServicesByInstance(place: Service): ServiceList;
