interface Collection<T> {
    allTests(): Iterable<T>;
}
interface Errors {
    readonly state: string;
    readonly errors?: readonly {
        readonly name?: string;
        readonly message: string;
        readonly stack?: string;
        readonly diff?: string;
    }[];
}
interface Case {
    readonly fullName: string;
    readonly module: Module;
    result(): Errors;
    artifacts(): readonly unknown[];
}
interface Module {
    readonly relativeModuleId: string;
    readonly project: {
        readonly name: string;
    };
    readonly children: Collection<Case>;
    state(): string;
    errors(): Errors['errors'];
}
export default class InlineReporter {
    onTestRunEnd(modules: readonly Module[], unhandledErrors: readonly Error[], reason: string): void;
}
export {};
