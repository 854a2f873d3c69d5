import { businessOf, type Routes, sendOne } from '../http.ts';

export const companyRoutes: Routes = (router) => {
  router.get('/company', (req, res) => {
    sendOne(res, businessOf(req).company);
  });
};
