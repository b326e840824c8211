import { bootLaptop } from './boot-laptop.ts';

/** One laptop cloud for all journeys; they keep apart by workspace. */
export default async function setUp(): Promise<void> {
  const laptop = await bootLaptop();
  process.env['APIQ_TEST_URL'] = laptop.url;
  process.env['APIQ_TEST_DATA'] = laptop.data;
  Object.assign(globalThis, { apiqLaptop: laptop });
}
