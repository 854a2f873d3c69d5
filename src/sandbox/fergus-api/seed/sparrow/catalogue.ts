import type { CataloguePlan } from '../catalogue.ts';

export const catalogue: CataloguePlan = {
  accounts: [
    { key: 'labour', code: '4000', name: 'Labour income', isMaterials: false },
    { key: 'materials', code: '4010', name: 'Materials income', isMaterials: true },
    { key: 'progress', code: '4020', name: 'Stage payments', isMaterials: false },
  ],
  tiers: [
    { name: 'Standard', tierType: 'Default', markup: null, isDefault: true },
    { name: 'Letting agents', tierType: 'Markup', markup: 20 },
  ],
  pricebooks: [
    {
      supplier: 'Fennimore Wholesale Electrics',
      type: 'Standard',
      domain: 'fennimore-electrics.example',
      since: 900,
      account: 'materials',
      items: [
        ['FWE-11', 'Consumer unit 12 way with surge protection', 'each', 118, 172],
        ['FWE-12', 'RCBO 32 A type A', 'each', 17.4, 27.9],
        ['FWE-20', 'Twin and earth 2.5 mm², 100 m', 'drum', 82, 119],
        ['FWE-31', 'Double socket with USB', 'each', 9.6, 16.5],
        ['FWE-40', 'Fire-rated downlight 6 W', 'each', 7.9, 13.8],
        ['FWE-52', 'Heat alarm, mains with battery', 'each', 24, 38],
        ['FWE-60', 'Emergency light bulkhead', 'each', 31, 49],
      ],
    },
  ],
  kits: [
    {
      key: 'consumer-unit',
      name: 'Replace consumer unit',
      description: 'New unit with RCBOs, tested and certified.',
      labour: [['Electrician – replace and test', 7]],
      items: [
        ['FWE-11', 1],
        ['FWE-12', 8],
      ],
    },
    {
      key: 'downlights',
      name: 'Kitchen downlights',
      description: 'Fire-rated downlights with new switching.',
      labour: [['Electrician – fit', 5]],
      items: [
        ['FWE-40', 10],
        ['FWE-20', 1],
      ],
    },
    {
      key: 'alarms',
      name: 'Heat and smoke alarms',
      description: 'Interlinked alarms for a rented flat.',
      labour: [['Electrician – fit and test', 2]],
      items: [['FWE-52', 3]],
    },
    {
      key: 'emergency',
      name: 'Emergency lighting',
      description: 'Stairwell bulkheads with a test log.',
      labour: [['Electrician – fit', 6]],
      items: [['FWE-60', 7]],
    },
  ],
  favourites: [
    { folder: 'Domestic', kits: ['consumer-unit', 'downlights', 'alarms'] },
    { folder: 'Commercial', kits: ['emergency'] },
  ],
};
