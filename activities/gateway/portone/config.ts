/** What the adapter must be told: read from the environment by platform/config, handed in at the start. */
export type { PortOneConfig } from '../../../platform/config/portone-config.ts';
