import type { Tool } from '../define-tool.ts';
import { createContact } from './create-contact.ts';
import { getContact } from './get-contact.ts';
import { listContacts } from './list-contacts.ts';
import { updateContact } from './update-contact.ts';

export const contactTools: readonly Tool[] = [listContacts, getContact, createContact, updateContact];
