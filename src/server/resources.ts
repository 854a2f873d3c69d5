import {
  type ListResourcesResult,
  type ListResourceTemplatesResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import type { FergusApi } from '../fergus/api.ts';
import { FergusError } from '../fergus/errors.ts';
import { RESOURCE_TEMPLATES, RESOURCES, type ResourceTemplate } from '../resources/index.ts';

/** The answer to `resources/list`: what has a fixed address. */
export function listResources(): ListResourcesResult {
  return {
    resources: RESOURCES.map(({ uri, name, title, description, mimeType }) => ({
      uri,
      name,
      title,
      description,
      mimeType,
    })),
  };
}

/** The answer to `resources/templates/list`. */
export function listResourceTemplates(): ListResourceTemplatesResult {
  return {
    resourceTemplates: RESOURCE_TEMPLATES.map(({ prefix, variable, name, title, description }) => ({
      uriTemplate: `${prefix}{${variable}}`,
      name,
      title,
      description,
      mimeType: 'application/json',
    })),
  };
}

/**
 * The answer to `resources/read`.
 *
 * @throws {ProtocolError} `ResourceNotFoundError` for what does not exist; other failures of Fergus are −32603
 *   with its message.
 */
export async function readResource(uri: string, fergus: FergusApi): Promise<ReadResourceResult> {
  try {
    const found = await read(uri, fergus);
    if (found) return { contents: [{ uri, ...found }] };
  } catch (error) {
    if (!(error instanceof FergusError)) throw error;
    if (error.kind !== 'not-found') throw new ProtocolError(ProtocolErrorCode.InternalError, error.message);
  }
  throw new ResourceNotFoundError(uri);
}

/** What suggests values for a template's variable. @throws {ProtocolError} −32602 if there is no such thing. */
export function resourceCompletion(uriTemplate: string, variable: string): ResourceTemplate['complete'] {
  const known = RESOURCE_TEMPLATES.find(
    (template) =>
      `${template.prefix}{${template.variable}}` === uriTemplate && template.variable === variable,
  );
  if (known) return known.complete;
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `Nothing to complete for ${variable} in ${uriTemplate}`,
  );
}

async function read(uri: string, fergus: FergusApi): Promise<{ mimeType: string; text: string } | undefined> {
  const resource = RESOURCES.find((candidate) => candidate.uri === uri);
  if (resource) return { mimeType: resource.mimeType, text: await resource.read(fergus) };
  const template = RESOURCE_TEMPLATES.find(({ prefix }) => uri.startsWith(prefix));
  const value = template && decode(uri.slice(template.prefix.length));
  if (!template || value === undefined || !template.pattern.test(value)) return undefined;
  return { mimeType: 'application/json', text: JSON.stringify(await template.read(value, fergus), null, 2) };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
