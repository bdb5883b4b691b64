// Who issues the sandbox's tokens, and for whom. The issuer has no port in its name: payment ids are made from it, and
// another port must not make another user of the same person.
export const sandboxIssuer = 'urn:temporal-payments:sandbox';
export const sandboxAudience = 'temporal-payments-api';
export const allScopes = 'payments:read payments:write';
export const defaultLifetimeSeconds = 24 * 60 * 60;
