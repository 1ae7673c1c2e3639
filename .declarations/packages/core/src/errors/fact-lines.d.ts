/** One row below the first sentence of a message: a label and what it says. */
export type Fact = readonly [label: string, value: string];
/** A message of several facts: one sentence, and a row for each fact, their values aligned. */
export declare function withFacts(sentence: string, facts: readonly Fact[]): string;
