import { describe } from 'vitest';
import { CLIENT_KINDS } from '../support/clients.ts';
import { elicitationTests } from './shared/elicitation-tests.ts';
import { overHttp } from './shared/settings.ts';

describe.each(CLIENT_KINDS)('%s client over HTTP', (kind) => elicitationTests(kind, overHttp));
