import type { Request } from 'express';
import { z } from 'zod';
import type { User } from '../business.ts';
import {
  ApiError,
  businessOf,
  credentialOf,
  existing,
  link,
  matchesText,
  parseBody,
  parseQuery,
  pathId,
  type Routes,
  sendOne,
  sendPage,
  userOf,
} from '../http.ts';

const listQuery = z.object({
  filterUserType: z
    .enum([
      'contractor',
      'time_sheet_only',
      'field_worker',
      'apprentice',
      'tradesman',
      'advisor',
      'full_user',
    ])
    .optional(),
  filterStatus: z.enum(['active', 'disabled', 'invited']).optional(),
  filterSearchText: z.string().optional(),
});

const someText = z.string().regex(/\S/);

/** Of a user's address all seven parts are wanted; the email address is not among what can be changed. */
const patchBody = z
  .object({
    firstName: someText,
    lastName: someText,
    address: z.object({
      address1: z.string(),
      address2: z.string(),
      addressSuburb: z.string(),
      addressCity: z.string(),
      addressRegion: z.string(),
      addressPostcode: z.string(),
      addressCountry: z.string(),
    }),
    payRate: z.number().min(0),
    chargeOutRate: z.number().min(0),
    contactItems: z.array(
      z.object({
        id: z.number().optional(),
        contactType: z.enum(['phone', 'mobile', 'other', 'fax', 'website']),
        contactValue: someText,
      }),
    ),
  })
  .partial();

export const userRoutes: Routes = (router) => {
  router.get('/users', (req, res) => {
    const query = parseQuery(req, listQuery);
    const users = [...businessOf(req).users.values()].filter(
      (user) =>
        (query.filterUserType === undefined || user.userType === query.filterUserType) &&
        (query.filterStatus === undefined || user.status === query.filterStatus) &&
        matchesText(
          query.filterSearchText,
          `${user.firstName} ${user.lastName}`,
          user.email,
          user.address.address1,
          user.address.address2,
        ),
    );
    sendPage(req, res, users, {
      sortKeys: {
        createdAt: (user) => user.createdAt,
        firstName: (user) => user.firstName,
        lastName: (user) => user.lastName,
      },
      present: (user) => {
        const { contactItems: _, ...listed } = userView(req, user);
        return listed;
      },
    });
  });

  router.get('/users/me', (req, res) => {
    const { id, firstName, lastName, email } = userOf(req);
    sendOne(res, { id, firstName, lastName, email, isOwner: credentialOf(req).isOwner });
  });

  router.get('/users/:userId', (req, res) => {
    sendOne(res, userView(req, userAt(req)));
  });

  router.patch('/users/:userId', (req, res) => {
    const user = userAt(req);
    const { address, contactItems, ...fields } = parseBody(req, patchBody);
    if (address === undefined && contactItems === undefined && Object.keys(fields).length === 0) {
      throw new ApiError(400, 'body must NOT have fewer than 1 properties');
    }
    const business = businessOf(req);
    Object.assign(user, fields);
    if (address !== undefined) user.address = { ...address, id: user.address.id };
    if (contactItems !== undefined) {
      const emails = user.contactItems.filter((item) => item.contactType === 'email');
      const replaced = contactItems.map(({ id, ...item }) => ({ id: id ?? business.nextId(), ...item }));
      user.contactItems = [...emails, ...replaced];
    }
    user.modifiedAt = business.now().toISOString();
    sendOne(res, userView(req, user));
  });
};

function userAt(req: Request): User {
  return existing(businessOf(req).users, pathId(req, 'userId'), 'User');
}

function userView(req: Request, user: User) {
  return {
    ...user,
    companyId: businessOf(req).companyId,
    links: [link(req, 'self', `/users/${user.id}`), link(req, 'update', `/users/${user.id}`, 'PATCH')],
  };
}
