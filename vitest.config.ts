import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    // Suites start servers and child processes of their own; a loaded two-core machine needs the air.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Most suites wait for servers, browsers and clocks rather than for a processor.
    maxWorkers: 3,
    reporters: ['default', './tests/support/totals-reporter.ts'],
  },
});
