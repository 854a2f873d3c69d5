/** Runs the official conformance suite of MCP against the remote server: `npm run conformance`. */
import { RUNS } from '../tests/conformance/runs.ts';

const failed: string[] = [];

async function main(): Promise<void> {
  for (const { name, run } of RUNS) {
    const { code, output } = await run();
    process.stdout.write(`${output}\n\n==== ${name}: ${code === 0 ? 'as expected' : 'FAILED'}\n\n`);
    if (code !== 0) failed.push(name);
  }
  process.stdout.write(
    failed.length === 0 ? 'All as expected.\n' : `Not as expected: ${failed.join('; ')}.\n`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}

void main();
