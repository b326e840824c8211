export { startSamples } from './server/start-samples.ts';
export type { AuthHint, RunningSample } from './server/sample.ts';
