import { petStore } from './pet-store/definition.ts';
import { runAlone } from './server/run-alone.ts';

await runAlone(petStore, import.meta.url);
