import { rm } from 'node:fs/promises'

/** Removes the folder of a service once its output was read to the end. Never rejects: what cannot be removed stays. */
export async function removeOutput(directory: string, drained: Promise<void>): Promise<void> {
  await drained
  try {
    await rm(directory, { recursive: true, force: true })
  } catch {
    // The next run that is pruned takes it along.
  }
}
