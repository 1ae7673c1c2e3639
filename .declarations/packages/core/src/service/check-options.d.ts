import type { RuntimeKind } from '../runtime/runtime.ts';
import { ofProcessAddress } from './option-tables.ts';
/** Whose options are checked. */
export interface CheckedService {
    readonly kind: RuntimeKind;
    /** What it is called until a catalog names it. */
    readonly name: string;
    /** Whether it is of a class of the user's, which may have options of its own. */
    readonly isSubclass: boolean;
}
/** Checks the options of a service when it is made, all at once. @throws {BadOptionError} naming service, option, expectation and value */
export declare function checkOptions(options: unknown, { kind, name, isSubclass }: CheckedService): void;
/** Checks what an option that is a function returned. @throws {BadOptionError} */
export declare function checkReturned(option: keyof typeof ofProcessAddress, value: unknown, service: string): void;
