import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The API's contract. It lies beside this repository and is no part of it. */
export const CONTRACT_FILE = fileURLToPath(
  new URL('../../../shared/fergus-api/openapi.json', import.meta.url),
);

/**
 * Whether there is something to compare with. FERGUS_CONTRACT=hidden shows how the suites behave without: it
 * can only take the contract away, which under CI is a failure, and never put another one in its place.
 */
export const isContractThere = existsSync(CONTRACT_FILE) && process.env.FERGUS_CONTRACT !== 'hidden';

/** The name of a suite that needs the contract, with the reason where it is skipped. */
export function contractSuite(name: string): string {
  return isContractThere ? name : `${name} (${CONTRACT_FILE} is not there)`;
}
