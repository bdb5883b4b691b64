/** A webhook's body as JSON; undefined, which no schema takes, when it is none. */
export function parseWebhookJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
