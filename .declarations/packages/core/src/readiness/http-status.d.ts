/** A class of status codes: `2xx` is 200–299. */
export type HttpStatusClass = '1xx' | '2xx' | '3xx' | '4xx' | '5xx';
/** Which answers count as ready. */
export type HttpStatusOption = number | HttpStatusClass | readonly (number | HttpStatusClass)[] | ((status: number) => boolean);
/** The test of a status, and how a message names it. */
export interface ExpectedStatus {
    readonly text: string;
    matches(status: number): boolean;
}
/** @throws {BadOptionError} if it is not a status, a class, or a list of them */
export declare function expectedStatus(option: HttpStatusOption | undefined): ExpectedStatus;
