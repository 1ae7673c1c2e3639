import type { DoctorReport } from './doctor.ts';
/** The report as text for a person: one fact a line, then what is wrong. */
export declare function formatDoctor(report: DoctorReport): string;
