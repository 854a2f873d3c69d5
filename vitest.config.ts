import { defineConfig } from 'vitest/config';

/** Suites without state in this process: they share what they import, which is most of their time. */
const TOGETHER = [
  'sandbox/fergus-api',
  'tools',
  'insight',
  'fergus',
  'pages',
  'prompts',
  'docs',
  'architecture',
].map((folder) => `tests/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: 'tests/support/global-setup.ts',
    // Suites start servers and child processes of their own; a loaded two-core machine needs the air.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Most suites wait for servers, browsers and clocks rather than for a processor.
    maxWorkers: 3,
    reporters: ['default', './tests/support/totals-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'apart', include: ['tests/**/*.test.ts'], exclude: TOGETHER } },
      { extends: true, test: { name: 'together', include: TOGETHER, isolate: false } },
    ],
  },
});
