import type { Reporter, TestModule } from 'vitest/node';

/**
 * Closes a run with the plain line "N passed, N failed, N skipped". Under CI a skipped test is a failure: what
 * nobody ran is not known to work.
 */
export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      const failedBefore = count.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed' || state === 'failed' || state === 'skipped') count[state] += 1;
        if (state === 'skipped') process.stdout.write(`skipped: ${test.fullName}\n`);
      }
      // A file that could not be loaded, or whose set-up failed, has no failed test to count.
      if (module.state() === 'failed' && count.failed === failedBefore) count.failed += 1;
    }
    if (process.env.CI && count.skipped > 0) {
      process.stdout.write('Under CI nothing may be skipped: counted as failed.\n');
      count.failed += count.skipped;
      count.skipped = 0;
      process.exitCode = 1;
    }
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
  }
}
