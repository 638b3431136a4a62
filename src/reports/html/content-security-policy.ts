/** The hash by which a content security policy admits one inline script or style sheet, and no other. */
export async function sourceHash(text: string): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}

/**
 * The policy of a page that stands alone: no network, no eval, no frames, no forms; scripts and styles only if they are
 * the ones named here by hash.
 */
export async function contentSecurityPolicy(
  styles: readonly string[],
  scripts: readonly string[],
): Promise<string> {
  const hashes = async (texts: readonly string[]): Promise<string> =>
    texts.length === 0 ? "'none'" : (await Promise.all(texts.map(sourceHash))).join(' ');
  return [
    "default-src 'none'",
    `script-src ${await hashes(scripts)}`,
    `style-src ${await hashes(styles)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
