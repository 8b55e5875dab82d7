/** Requests at once while a queue is emptied: an exporter refuses the 31st. */
const abreast = 8;

/** Sends so many batches, some abreast; a failure leaves the rest where it is, and is thrown on. */
export async function inTurns(count: number, send: () => Promise<void>): Promise<void> {
  for (let left = count; left > 0; left -= abreast) {
    await Promise.all(Array.from({ length: Math.min(abreast, left) }, send));
  }
}
