/** The supervisor's process. */
export declare function supervisorEntry(): URL;
/** The supervisor's thread that reads output. */
export declare function tailerEntry(): URL;
