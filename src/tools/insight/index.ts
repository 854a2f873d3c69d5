import type { Tool } from '../define-tool.ts';

export const insightTools: readonly Tool[] = [];
