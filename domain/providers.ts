/** The payment gateways we speak to. A further one is a name here and a folder in `activities/gateway/`. */
export const PROVIDERS = ['PORTONE'] as const;

export type Provider = (typeof PROVIDERS)[number];

/** Configuration: which gateway serves which method; a method without a route is refused (UNSUPPORTED_METHOD). */
export type GatewayRoutes = Readonly<Record<string, Provider>>;
