/**
 * Binds a callback to the code that registers it: from wherever it is called (a socket that all tests share, the stop of a
 * service), it runs in the async context of that code, so it sees the services of its own test and acts on no others.
 */
export declare function asRegistered<Arguments extends unknown[], Result>(callback: (...args: Arguments) => Result): (...args: Arguments) => Result;
