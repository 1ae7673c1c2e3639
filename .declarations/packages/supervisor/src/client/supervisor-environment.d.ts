/** The environment of the supervisor; marks of a run around this one are kept, so that it belongs to that run's tree. */
export declare function supervisorEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
