import { expect, test } from 'vitest'
import { FullDisk } from '../../src/run/full-disk.ts'

test('a full disk is said once, with what that costs; anything else each time', () => {
  const disk = new FullDisk()
  const journal = 'journal /r/w.ndjson cannot be written: ENOSPC: no space left on device, write'
  expect(disk.heard(journal)).toBe(
    `${journal}\n  What follows of this run's journal, records and output is not recorded. No test fails for that.`,
  )
  for (const later of [
    's1-api: records cannot be written: ENOSPC: no space left on device, write',
    's1-api: its output is lost: ENOSPC: no space left on device, open',
    's1-api: its output is in no file: ENOSPC: no space left on device, mkdir',
    'The log of service "load" could not be written to records.ndjson: EDQUOT: disk quota exceeded, write',
  ]) {
    expect(disk.heard(later)).toBeUndefined()
  }
  for (const other of [
    'journal /r/w.ndjson cannot be written: EACCES: permission denied, open',
    'The supervisor of the run died, and no other one can take over: ENOSPC: no space left on device, write',
  ]) {
    expect([disk.heard(other), disk.heard(other)]).toEqual([other, other])
  }
})
