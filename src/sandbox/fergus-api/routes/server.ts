import { z } from 'zod';
import { credentialOf, noContent, parseBody, type Routes } from '../http.ts';

const disconnectBody = z.object({ refreshToken: z.string(), clientId: z.string(), clientSecret: z.string() });

/** `/version` and `/disconnect`; the latter ends the token that the request was made with. */
export function serverRoutes(revokeToken: (token: string) => void): Routes {
  return (router) => {
    router.get('/version', (_req, res) => {
      res.json({ message: 'Fergus API sandbox v1' });
    });

    router.post('/disconnect', (req, res) => {
      parseBody(req, disconnectBody);
      revokeToken(credentialOf(req).token);
      noContent(res);
    });
  };
}
