/** Ends the laptop cloud that the set-up started. */
export default async function tearDown(): Promise<void> {
  const { apiqLaptop } = globalThis as { apiqLaptop?: { close(): Promise<void> } };
  await apiqLaptop?.close();
}
