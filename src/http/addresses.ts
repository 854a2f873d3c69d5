/** Where the metadata of `/mcp` stand (RFC 9728 §3.1). */
export function resourceMetadataOf(publicUrl: string): string {
  return `${publicUrl}/.well-known/oauth-protected-resource/mcp`;
}
