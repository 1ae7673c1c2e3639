/** Says of a file of the run that the system takes nothing more for it. */
const cannotBeWritten = /(?:cannot|could not) be (?:written|followed)|output is (?:lost|in no file)/
const isFull = /\b(?:ENOSPC|EDQUOT|EFBIG|EROFS)\b/

/** Says once that a disk is full: where one file of a run cannot be written, the others cannot either. */
export class FullDisk {
  #isSaid = false

  /** What is to be said of a complaint; `undefined` where it has been said. */
  heard(complaint: string): string | undefined {
    if (!isFull.test(complaint) || !cannotBeWritten.test(complaint)) return complaint
    if (this.#isSaid) return undefined
    this.#isSaid = true
    return `${complaint}\n  What follows of this run's journal, records and output is not recorded. No test fails for that.`
  }
}
