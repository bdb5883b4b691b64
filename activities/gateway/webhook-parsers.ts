/**
 * Who reads which gateway's webhooks: the one file of this folder that the API takes, at its start. A parser is pure and
 * knows its own folder's `webhook.ts` only, so none of the gateways' clients come along (docs/decisions/0018).
 */
import type { Provider } from '../../domain/providers.ts';
import type { ParseWebhook } from '../../domain/webhooks.ts';
import { createPortOneWebhookParser, type PortOneWebhookConfig } from './portone/webhook.ts';
import { parseTossWebhook } from './toss/webhook.ts';

export type WebhookConfigs = {
  /** Null where no secret is configured: then nothing could be proved, and there is no such route. */
  readonly PORTONE: PortOneWebhookConfig | null;
  /** Whether they are taken: they are not signed, so there is nothing to be told. */
  readonly TOSS: boolean;
};

/** A gateway that is not here sends none, or they are not wanted. */
export type WebhookParsers = { readonly [Name in Provider]?: ParseWebhook };

/** A further gateway is a line here and a `webhook.ts` in its folder. */
export function createWebhookParsers(configs: WebhookConfigs): WebhookParsers {
  return {
    ...(configs.PORTONE !== null && { PORTONE: createPortOneWebhookParser(configs.PORTONE) }),
    ...(configs.TOSS && { TOSS: parseTossWebhook }),
  };
}
