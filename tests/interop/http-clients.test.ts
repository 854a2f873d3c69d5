import { describe } from 'vitest';
import { CLIENT_KINDS } from '../support/clients.ts';
import { clientTests } from './shared/client-tests.ts';
import { overHttpProgram } from './shared/settings.ts';

describe.each(CLIENT_KINDS)('%s client over HTTP', (kind) => clientTests(kind, overHttpProgram));
