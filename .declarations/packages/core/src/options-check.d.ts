/** What one option may be. `undefined` is always allowed: it stands for the default. */
export interface OptionCheck {
    /** How a message says it: `startTimeoutMs has to be <expected>`. */
    readonly expected: string;
    is(value: unknown): boolean;
    /** Whether it has no default. @default false */
    readonly isRequired?: true;
}
/** The options of one kind of thing, by name. */
export type OptionTable<Name extends string = string> = Readonly<Record<Name, OptionCheck>>;
export declare const isText: (value: unknown) => value is string;
export declare const isWhole: (value: unknown, from: number, to: number) => boolean;
export declare const isRecord: (value: unknown) => value is Readonly<Record<string, unknown>>;
export declare const milliseconds: OptionCheck;
export declare const trueOrFalse: OptionCheck;
export declare const aFunction: OptionCheck;
/** One of some texts. */
export declare function oneOf(...texts: readonly string[]): OptionCheck;
/**
 * What is wrong with options: each that has a wrong value, and each that there is none of, with the name that is closest.
 *
 * @param what - What has these options, e.g. `a process`
 * @param isOpen - Whether there may be others: those of a subclass
 */
export declare function optionProblems(what: string, options: unknown, table: OptionTable, isOpen?: boolean): string[];
/** Checks the options of a call or a probe. @throws {BadOptionError} */
export declare function checkCall(call: string, options: unknown, table: OptionTable): void;
