// Who issues the sandbox's tokens, and for whom. The issuer is a name, not an address: payment ids are made from it, and
// another port must not make another user of the same person.
export const sandboxIssuer = 'https://token-issuer.sandbox.invalid';
export const sandboxAudience = 'temporal-payments-api';
export const allScopes = 'payments:read payments:write';
export const defaultLifetimeSeconds = 24 * 60 * 60;
