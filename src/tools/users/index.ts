import type { Tool } from '../define-tool.ts';
import { getCurrentUser } from './get-current-user.ts';
import { getUser } from './get-user.ts';
import { listUsers } from './list-users.ts';
import { updateUser } from './update-user.ts';

export const userTools: readonly Tool[] = [listUsers, getUser, updateUser, getCurrentUser];
