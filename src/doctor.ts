import type { Config } from './config.ts';
import type { FergusApi } from './fergus/api.ts';
import { FergusClient } from './fergus/client.ts';
import { getCompanyProfile } from './fergus/company-profile.ts';
import { listJobs } from './fergus/endpoints/jobs.ts';
import { getVersion } from './fergus/endpoints/server.ts';
import { getCurrentUser } from './fergus/endpoints/users.ts';
import { FergusError } from './fergus/errors.ts';
import { selectTools } from './tools/catalog.ts';
import { VERSION } from './version.ts';

/** One line of the report. */
interface Finding {
  readonly ok: boolean;
  readonly what: string;
}

/** Someone waits at the terminal, so a silent server is given up on earlier than in a tool call. */
const TIMEOUT_MS = 10_000;

/**
 * Checks token, reachability, rights and remaining requests, in this order, and prints what it finds and what
 * to do. Reads only.
 *
 * @returns the exit code: 0 if everything is well, else 1.
 */
export async function runDoctor(config: Config): Promise<number> {
  const tools = selectTools(config);
  print({
    ok: true,
    what: `fergus-mcp ${VERSION} on Node ${process.versions.node}, ${tools.length} tools (${config.toolsets.join(', ')}${config.readOnly ? ', read-only' : ''})`,
  });
  const client = new FergusClient({
    baseUrl: config.baseUrl,
    token: config.apiToken ?? '',
    timeoutMs: TIMEOUT_MS,
    userAgent: `fergus-mcp/${VERSION} doctor`,
  });
  const api = client.forCall();
  let healthy = true;
  for (const check of [
    () => reachable(api, config),
    () => identity(api),
    () => rights(api),
    () => budget(client),
  ]) {
    const { findings, goOn } = await check();
    findings.forEach(print);
    healthy &&= findings.every(({ ok }) => ok);
    if (!goOn) break;
  }
  process.stdout.write(
    healthy
      ? '\nEverything is in order.\n'
      : '\nSomething needs attention: see the lines marked "problem".\n',
  );
  return healthy ? 0 : 1;
}

interface Outcome {
  readonly findings: readonly Finding[];
  /** Whether the later checks can tell anything. */
  readonly goOn: boolean;
}

async function reachable(api: FergusApi, { baseUrl }: Config): Promise<Outcome> {
  try {
    const version = await getVersion(api);
    return pass(`Fergus answers at ${baseUrl}${version ? ` (${version})` : ''}`);
  } catch (error) {
    // Any answer of its own, even a refusal, shows that Fergus is there.
    if (error instanceof FergusError && isAnswer(error)) return pass(`Fergus answers at ${baseUrl}`);
    return problem(error, false);
  }
}

function isAnswer({ kind }: FergusError): boolean {
  return kind === 'unauthorized' || kind === 'forbidden' || kind === 'not-found';
}

async function identity(api: FergusApi): Promise<Outcome> {
  try {
    const user = await getCurrentUser(api);
    const name =
      [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email || 'a user without a name';
    return pass(`The token is valid and belongs to ${name}${user.isOwner ? ', an owner' : ''}`);
  } catch (error) {
    // Not every kind of token has a user behind it; the next check shows whether it works.
    if (error instanceof FergusError && (error.kind === 'not-found' || error.kind === 'forbidden')) {
      return pass('The token is accepted; Fergus does not tell whose it is');
    }
    return problem(error, false);
  }
}

async function rights(api: FergusApi): Promise<Outcome> {
  try {
    const [company] = await Promise.all([getCompanyProfile(api), listJobs(api, { pageSize: 1 })]);
    const where = [company.timeZone, company.currency].filter(Boolean).join(', ');
    return pass(`It may read the jobs of ${company.name ?? 'the company'} (${where})`);
  } catch (error) {
    return problem(error, true);
  }
}

async function budget(client: FergusClient): Promise<Outcome> {
  const seen = client.state.budget.lastSeen;
  if (!seen) return pass('Fergus did not tell how many requests are left this minute');
  const line = `${seen.remaining} of ${seen.limit} requests are left to the company this minute`;
  if (seen.remaining > seen.limit / 10) return pass(line);
  return {
    findings: [
      { ok: false, what: `${line}. Another integration may be using them up; calls will wait or fail.` },
    ],
    goOn: true,
  };
}

function pass(what: string): Outcome {
  return { findings: [{ ok: true, what }], goOn: true };
}

function problem(error: unknown, goOn: boolean): Outcome {
  return { findings: [{ ok: false, what: error instanceof Error ? error.message : String(error) }], goOn };
}

function print({ ok, what }: Finding): void {
  process.stdout.write(`${ok ? 'ok     ' : 'problem'}  ${what}\n`);
}
