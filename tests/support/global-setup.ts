import { existsSync } from 'node:fs';

/** Many suites drive the built program. */
export default function checkBuild(): void {
  if (!existsSync('dist/index.js')) throw new Error('dist/index.js is missing: run `npm run build` first.');
}
