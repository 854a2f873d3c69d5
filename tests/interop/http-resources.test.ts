import { describe } from 'vitest';
import { CLIENT_KINDS } from '../support/clients.ts';
import { resourceTests } from './shared/resource-tests.ts';
import { overHttp } from './shared/settings.ts';

describe.each(CLIENT_KINDS)('%s client over HTTP', (kind) => resourceTests(kind, overHttp));
