import type { Request } from 'express';
import type { PricingTier } from '../business.ts';
import { businessOf, existing, link, pathId, type Routes, sendOne, sendPage } from '../http.ts';

export const pricingTierRoutes: Routes = (router) => {
  router.get('/pricingTiers', (req, res) => {
    sendPage(req, res, businessOf(req).pricingTiers.values(), {
      sortKeys: { createdAt: (tier) => tier.createdAt },
      present: (tier) => pricingTierView(req, tier),
    });
  });

  router.get('/pricingTiers/:id', (req, res) => {
    const tier = existing(businessOf(req).pricingTiers, pathId(req, 'id'), 'Pricing tier');
    sendOne(res, pricingTierView(req, tier));
  });
};

/** A pricing tier on the wire, as customers carry it too. */
export function pricingTierView(req: Request, tier: PricingTier) {
  return { ...tier, links: [link(req, 'self', `/pricingTiers/${tier.id}`)] };
}
