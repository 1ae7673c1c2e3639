import type { ErrorFacts } from './thread-protocol.ts';
/** Makes an error of what a thread threw: name, message, stack, own fields and causes as they were there. */
export declare function errorOf(facts: ErrorFacts): Error;
