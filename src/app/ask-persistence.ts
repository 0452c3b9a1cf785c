/** Asks the browser not to clear the data under pressure; browsers answer by how much the site is used. */
export async function askPersistence(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
