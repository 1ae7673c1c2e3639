import type { Link } from '../wire/link.ts';
import type { Supervisor } from './supervisor.ts';
/** Serves one link: translates calls into what the supervisor does for the owner behind it. */
export declare function serveConnection(link: Link, supervisor: Supervisor): void;
