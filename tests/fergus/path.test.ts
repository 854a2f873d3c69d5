import { describe, expect, test } from 'vitest';
import { type FergusApi, path } from '../../src/fergus/api.ts';
import { getJob, listJobs } from '../../src/fergus/endpoints/jobs.ts';
import { setUp } from './servers.ts';

describe('path', () => {
  test('puts ids and words into their segments', () => {
    expect(path`/company`).toBe('/company');
    expect(path`/jobs/${20701539}/phases/${7}`).toBe('/jobs/20701539/phases/7');
    expect(path`/favourites/${'Hot water'}/x`).toBe('/favourites/Hot%20water/x');
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1, 1e21])(
    'refuses the number %s',
    (id) => {
      expect(() => path`/jobs/${id}`).toThrow(TypeError);
    },
  );

  test.each(['', '.', '..'])('refuses the word "%s"', (word) => {
    expect(() => path`/favourites/${word}`).toThrow(TypeError);
  });

  test.each([
    ['../users', '..%2Fusers'],
    ['a/b', 'a%2Fb'],
    ['x?pageSize=1', 'x%3FpageSize%3D1'],
    ['x#y', 'x%23y'],
    ['%2e%2e', '%252e%252e'],
    ['..\\x', '..%5Cx'],
    ['a\r\nb', 'a%0D%0Ab'],
  ])('keeps %j in one segment', (word, segment) => {
    expect(path`/favourites/${word}`).toBe(`/favourites/${segment}`);
  });
});

const readSection = (api: FergusApi, section: string) =>
  api.raw({ method: 'GET', path: path`/favourites/${section}` });

describe('on the wire', () => {
  test('a hostile id reaches Fergus as one segment or not at all', async () => {
    const { sandbox, api } = await setUp();
    await expect(readSection(api, '../company')).rejects.toMatchObject({ status: 400 });
    await expect(readSection(api, '..%2Fcompany')).rejects.toMatchObject({ status: 400 });
    expect(sandbox.requests.map(({ path: requested }) => requested)).toEqual([
      '/favourites/..%2Fcompany',
      '/favourites/..%252Fcompany',
    ]);
    await expect(async () => getJob(api, -5)).rejects.toThrow(TypeError);
    await expect(async () => readSection(api, '..')).rejects.toThrow(TypeError);
    expect(sandbox.requests.length).toBe(2);
  });

  test('query values come out as they went in, and undefined ones do not go', async () => {
    const { sandbox, api } = await setUp();
    const words = `Tōtara & "Sons" 50% + 1/2 = a?b#c 'é' ; 漢字 😀`;
    await listJobs(api, {
      filterSearchText: words,
      filterShowOnHold: false,
      filterCustomerId: 12,
      pageSize: undefined,
    });
    expect(sandbox.requests[0]?.query).toEqual({
      filterSearchText: words,
      filterShowOnHold: 'false',
      filterCustomerId: '12',
    });
  });
});
