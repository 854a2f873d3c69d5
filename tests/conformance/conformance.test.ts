import { describe, expect, test } from 'vitest';
import { RUNS } from './runs.ts';
import { suiteIsHere } from './suite.ts';

/* CI fetches the suite; elsewhere the tests reach no other machine, so it runs where npx has it from before. */
const runs = process.env.CI === 'true' || suiteIsHere();
const name = 'the official conformance suite';

describe.skipIf(!runs)(
  runs ? name : `${name} (fetch it with npm run conformance)`,
  { timeout: 180_000 },
  () => {
    test.each(RUNS)('finds nothing unexpected in $name', async ({ run }) => {
      const { code, output } = await run();
      expect(code, output).toBe(0);
      expect(output).toMatch(/^✓ (?:authorization-code-grant|tools-list): [1-9]\d* passed, 0 failed$/m);
    });
  },
);
