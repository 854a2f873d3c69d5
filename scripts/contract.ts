/** Compares our calls and the sandbox with an OpenAPI document of the Fergus API: run by `npm run contract`. */
import { Command, CommanderError } from 'commander';
import { compare } from '../tests/contract/comparison.ts';
import { readDocument, UnusableDocument } from '../tests/contract/openapi.ts';
import { recordTraffic } from '../tests/contract/recording.ts';
import { driftLines, informationLines } from '../tests/contract/report.ts';

const command = new Command('contract')
  .description(
    'Makes every call to Fergus that fergus-mcp has, against its own sandbox, and tells where an OpenAPI ' +
      'document would refuse a request or an answer. Nothing is sent to Fergus.',
  )
  .requiredOption('--spec <file or URL>', 'an OpenAPI 3.0 document in JSON')
  .addHelpText(
    'after',
    `
Prints one line for each difference, and "info:" lines for what is new or deviates on purpose.
Exit code: 0 without drift, 1 with drift, 2 when the document cannot be used.

Examples:
  npm run contract -- --spec fergus-openapi.json
  npm run contract -- --spec https://example.com/fergus/openapi.json`,
  )
  .exitOverride();

/** @returns the exit code. */
async function run(spec: string): Promise<number> {
  const document = await readDocument(spec);
  const recording = await recordTraffic();
  const comparison = compare(document, recording);
  const drift = driftLines(comparison);
  const { operations, title } = document;
  print(`Compared ${recording.exchanges.length} calls with ${title}, ${operations.length} operations.`);
  for (const line of drift) print(line);
  for (const line of informationLines(comparison)) print(`info: ${line}`);
  print(drift.length === 0 ? 'No drift.' : `Drift: ${drift.length}.`);
  return drift.length === 0 ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  const { spec } = command.parse().opts<{ spec: string }>();
  process.exitCode = await run(spec);
} catch (error) {
  if (error instanceof UnusableDocument) {
    process.stderr.write(`The document cannot be used. ${error.message}\n`);
    process.exitCode = 2;
  } else if (error instanceof CommanderError) {
    // Commander has said what is wrong, or shown the help that was asked for.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    throw error;
  }
}
