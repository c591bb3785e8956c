/** What `start` gives; where it fails, nothing of what was made is left. */
export async function startOrStop<T>(made: { stop(): Promise<void> }, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (error) {
    await made.stop()
    throw error
  }
}
