/** The payment gateways we speak to. A further one is a name here; the compiler then asks for the rest. */
export const PROVIDERS = ['PORTONE', 'TOSS'] as const;

export type Provider = (typeof PROVIDERS)[number];

/**
 * Where the money moves. `in_window`: at the gateway, before the client calls `complete`; we only ask.
 * `on_confirm`: by our own call, after the customer has agreed in the window.
 */
export const APPROVAL_OF = {
  PORTONE: 'in_window',
  TOSS: 'on_confirm',
} as const satisfies Readonly<Record<Provider, 'in_window' | 'on_confirm'>>;

/** Configuration: which gateway serves which method; a method without a route is refused (UNSUPPORTED_METHOD). */
export type GatewayRoutes = Readonly<Record<string, Provider>>;
