/** An error as a record keeps it: type, message, stack, own fields, and all of its causes. */
export declare function serializeError(error: unknown): unknown;
/** Replaces the errors among a record's fields, which JSON would write as `{}`; the same object where there are none. */
export declare function serializeErrorFields(record: Record<string, unknown>): Record<string, unknown>;
