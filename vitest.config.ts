import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    // Suites start servers and child processes of their own; a loaded two-core machine needs the air.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Most suites wait for servers, browsers and clocks rather than for a processor.
    maxWorkers: 4,
    reporters: ['default', './tests/support/totals-reporter.ts'],
  },
});
