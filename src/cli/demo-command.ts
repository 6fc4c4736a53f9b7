/** Placeholder until the week is written. */
export async function demo(): Promise<void> {
  await Promise.resolve();
}
