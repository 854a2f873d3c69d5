import type { FavouritesTree, Kit } from '../catalogue.ts';

export const kits: readonly Kit[] = [
  {
    key: 'cylinder',
    name: 'Replace hot water cylinder',
    description:
      'Drain and remove the old cylinder, install 180 L mains pressure with tempering valve and restraints.',
    labour: [['Plumber – remove and install', 6]],
    items: [
      ['HPS-1010', 1],
      ['HPS-1055', 1],
      ['HPS-1060', 1],
      ['HPS-1071', 1],
      ['HPS-1102', 2],
      ['KER-005', 1],
    ],
  },
  {
    key: 'cylinder-large',
    name: 'Upgrade to 250 L cylinder',
    description: 'As the standard replacement, with a 250 L cylinder.',
    labour: [['Plumber – remove and install', 7]],
    items: [
      ['HPS-1012', 1],
      ['HPS-1055', 1],
      ['HPS-1060', 1],
      ['HPS-1071', 2],
      ['HPS-1102', 2],
    ],
  },
  {
    key: 'gas-heater',
    name: 'Gas continuous flow water heater',
    description: 'External gas water heater with gas line, controller and certificate.',
    labour: [
      ['Gasfitter – install and commission', 7],
      ['Electrician – power supply', 1.5],
    ],
    items: [
      ['HPS-1040', 1],
      ['HPS-1322', 8],
      ['HPS-1240', 3],
      ['KER-002', 1],
    ],
  },
  {
    key: 'bathroom-plumbing',
    name: 'Bathroom plumbing',
    description: 'First and second fix for toilet, basin and shower.',
    labour: [['Plumber – first and second fix', 16]],
    items: [
      ['HPS-1108', 1],
      ['HPS-1120', 14],
      ['HPS-1133', 2],
      ['HPS-1210', 1],
      ['HPS-1215', 1],
      ['HPS-1231', 1],
    ],
  },
  {
    key: 'bathroom-electrical',
    name: 'Bathroom electrical',
    description: 'Downlights, extractor fan and heated towel rail.',
    labour: [['Electrician – first and second fix', 7.5]],
    items: [
      ['BEW-2215', 4],
      ['BEW-2231', 1],
      ['BEW-2340', 1],
      ['BEW-2107', 1],
      ['KER-001', 1],
    ],
  },
  {
    key: 'switchboard',
    name: 'Switchboard upgrade',
    description: 'New enclosure with main switch, RCBOs and surge protection, labelled and tested.',
    labour: [['Electrician – replace and test', 9]],
    items: [
      ['BEW-2001', 1],
      ['BEW-2018', 1],
      ['BEW-2010', 10],
      ['BEW-2030', 1],
      ['KER-001', 1],
    ],
  },
  {
    key: 'lighting',
    name: 'LED lighting',
    description: 'Replace existing fittings with LED downlights, existing switching.',
    labour: [['Electrician – replace fittings', 6]],
    items: [
      ['BEW-2215', 18],
      ['BEW-2206', 4],
      ['KER-001', 1],
    ],
  },
  {
    key: 'battens',
    name: 'LED battens and exit signs',
    description: 'Commercial lighting replacement from a scissor lift.',
    labour: [['Electrician – replace fittings', 14]],
    items: [
      ['BEW-2220', 22],
      ['BEW-2331', 3],
      ['KER-007', 1],
    ],
  },
  {
    key: 'heat-pump',
    name: 'Heat pump 6.0 kW',
    description: 'Supply and install a high-wall heat pump, back to back.',
    labour: [['Electrician – install and commission', 5.5]],
    items: [
      ['BEW-2305', 1],
      ['BEW-2308', 1],
      ['BEW-2010', 1],
    ],
  },
  {
    key: 'ev',
    name: 'Vehicle charger',
    description: '7.4 kW tethered charger with its own circuit from the switchboard.',
    labour: [['Electrician – circuit and charger', 5]],
    items: [
      ['BEW-2320', 1],
      ['BEW-2110', 12],
      ['BEW-2012', 1],
      ['KER-001', 1],
    ],
  },
  {
    key: 'alarms',
    name: 'Interconnected smoke alarms',
    description: 'Photoelectric ten-year alarms in bedrooms and hallway.',
    labour: [['Electrician – fit and test', 2]],
    items: [['BEW-2240', 5]],
  },
  {
    key: 'rewire',
    name: 'Rewire of kitchen and living',
    description: 'New circuits, sockets and switches; making good by others.',
    labour: [['Electrician – rewire', 24]],
    items: [
      ['BEW-2105', 2],
      ['BEW-2107', 1],
      ['BEW-2202', 14],
      ['BEW-2206', 6],
      ['BEW-2010', 4],
      ['KER-001', 1],
    ],
  },
  {
    key: 'drain',
    name: 'Clear blocked drain',
    description: 'Jet the line, camera inspection and report.',
    labour: [['Drainlayer – clear and inspect', 3]],
    items: [
      ['KER-006', 1],
      ['HPS-1140', 1],
    ],
  },
  {
    key: 'taps',
    name: 'Tap and valve repairs',
    description: 'Replace worn mixers and isolation valves.',
    labour: [['Plumber – repairs', 2.5]],
    items: [
      ['HPS-1207', 1],
      ['HPS-1240', 2],
    ],
  },
  {
    key: 'hob',
    name: 'Gas hob connection',
    description: 'Run a gas line and connect the hob, with certificate.',
    labour: [['Gasfitter – connect and certify', 4]],
    items: [
      ['HPS-1322', 6],
      ['HPS-1302', 1],
      ['KER-002', 1],
    ],
  },
  {
    key: 'pump',
    name: 'Rainwater pump',
    description: 'Replace the tank pump and its power supply.',
    labour: [
      ['Plumber – replace pump', 3.5],
      ['Electrician – power supply', 1],
    ],
    items: [
      ['HPS-1405', 1],
      ['HPS-1108', 1],
    ],
  },
  {
    key: 'backflow',
    name: 'Backflow preventer and test',
    description: 'Fit a double check valve, test and report.',
    labour: [['Plumber – fit and test', 3]],
    items: [
      ['HPS-1420', 1],
      ['KER-003', 1],
    ],
  },
  {
    key: 'grease',
    name: 'Grease converter',
    description: 'Install a 100 L grease converter under the sink bench.',
    labour: [['Plumber – install', 6.5]],
    items: [
      ['HPS-1455', 1],
      ['HPS-1133', 1],
      ['KER-004', 1],
    ],
  },
  {
    key: 'floodlights',
    name: 'Outdoor sensor lights',
    description: 'LED flood lights with sensors.',
    labour: [['Electrician – install', 4]],
    items: [
      ['BEW-2224', 4],
      ['BEW-2107', 1],
    ],
  },
];

export const favourites: FavouritesTree = [
  {
    folder: 'Plumbing',
    kits: ['taps', 'backflow', 'pump'],
    folders: [
      { folder: 'Hot water', kits: ['cylinder', 'cylinder-large', 'gas-heater'] },
      { folder: 'Bathrooms', kits: ['bathroom-plumbing', 'bathroom-electrical'] },
    ],
  },
  {
    folder: 'Electrical',
    kits: ['switchboard', 'heat-pump', 'ev'],
    folders: [{ folder: 'Lighting', kits: ['lighting', 'battens', 'floodlights'] }],
  },
  { folder: 'Gas', kits: ['hob'] },
];
