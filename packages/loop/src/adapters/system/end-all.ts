/** As `Promise.all`, but nothing goes on behind an error: it is thrown when all have come to their end. */
export async function endAll<T extends readonly unknown[]>(
  all: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(all)
  return Promise.all(all)
}
