import { type CircusState, type CircusTest } from './circus.ts';
/**
 * Whether Jest does not try a test again when this attempt fails, as far as can be known: with retries of a whole `describe`
 * block, another test of it may decide.
 */
export declare function isLastAttempt(test: CircusTest, { describeRetryOptions }: CircusState, global: object): boolean;
