/** Method and path with the parameters' names left out, since documents may name them differently. */
export function operationKey({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`;
}

/** The path's variable segments, decoded, by the names in the template; `undefined` when it is another path. */
export function matchPath(template: string, path: string): ReadonlyMap<string, string> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [index, segment] of wanted.entries()) {
    const text = given[index] ?? '';
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined ? text !== segment : text === '') return undefined;
    if (name !== undefined) parameters.set(name, decodeURIComponent(text));
  }
  return parameters;
}

/** The operation that a request is for; where several match, the one with the fewest variable segments. */
export function operationFor<T extends { readonly method: string; readonly path: string }>(
  operations: readonly T[],
  request: { readonly method: string; readonly path: string },
): T | undefined {
  return operations
    .filter(({ method, path }) => method === request.method && matchPath(path, request.path) !== undefined)
    .toSorted((a, b) => variables(a.path) - variables(b.path))[0];
}

function variables(template: string): number {
  return template.split('{').length - 1;
}
