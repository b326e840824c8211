/**
 * Tests run as native ES modules (NODE_OPTIONS=--experimental-vm-modules, set by the npm scripts):
 * middy is ESM-only, and so is every entry that deploys.
 */
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        parser: { syntax: 'typescript' },
        target: 'es2024',
        experimental: { keepImportAttributes: true },
      },
      module: { type: 'es6' },
    },
  ],
};

/** @param {string} name @param {object} [extra] */
const suite = (name, extra = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  ...extra,
});

export default {
  testTimeout: 60_000,
  // Journeys share one laptop cloud, its sample APIs and their faults; the machine has two cores.
  maxWorkers: 1,
  projects: [
    suite('unit'),
    suite('contract'),
    suite('infra'),
    suite('statemachines'),
    suite('security'),
    suite('journeys', {
      globalSetup: '<rootDir>/test/support/journeys-global-setup.ts',
      globalTeardown: '<rootDir>/test/support/journeys-global-teardown.ts',
    }),
  ],
};
