import type { FergusApi, Method } from '../../src/fergus/api.ts';
import type { SampleIds } from './samples.ts';

/** One operation of the contract and a call of its endpoint function with a full, valid payload. */
export interface Operation {
  readonly method: Method;
  /** As the contract spells it, `/jobs/{jobId}`. */
  readonly path: string;
  readonly call: (api: FergusApi, ids: SampleIds) => Promise<unknown>;
}

/** @param name method and path, as the contract spells them. */
export function operation(name: `${Method} /${string}`, call: Operation['call']): Operation {
  const [method, path = ''] = name.split(' ');
  return { method: method as Method, path, call };
}
