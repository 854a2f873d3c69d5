import { describe } from 'vitest';
import { CLIENT_KINDS } from '../support/clients.ts';
import { elicitationTests } from './shared/elicitation-tests.ts';
import { overStdio } from './shared/settings.ts';

describe.each(CLIENT_KINDS)('%s client over stdio', (kind) => elicitationTests(kind, overStdio));
