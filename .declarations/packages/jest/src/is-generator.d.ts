/** Whether code is a generator function: Jest runs it step by step. */
export declare function isGenerator(code: unknown): boolean;
