import { describe } from 'vitest';
import { CLIENT_KINDS } from '../support/clients.ts';
import { clientTests } from './shared/client-tests.ts';
import { overStdio } from './shared/settings.ts';

describe.each(CLIENT_KINDS)('%s client over stdio', (kind) => clientTests(kind, overStdio));
