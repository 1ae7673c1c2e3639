import { type Asker } from './needs.ts';
/** Code of the whole file, handed a context whose services run when it begins. */
export declare function handedLiving(code: Asker['code'], parameter: number): Asker['code'];
