import { type Destructured } from './object-pattern.ts';
/**
 * Names of a parameter that is an identifier, because a compiler moved the destructuring elsewhere.
 *
 * @param after - Position behind the bracket of the parameters, or of the arrow
 * @returns `readAt` where a generator within takes the same parameters: the position behind their opening bracket
 */
export declare function readCompiledParameter(source: string, name: string, after: number): Destructured | {
    readonly readAt: number;
};
