// Secrets for local use: made once, readable by their owner only, and kept, since without them the data of an earlier
// run could not be read.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readOrCreateJson } from './read-or-create-json.ts';

const schema = z.object({
  databasePassword: z.string(),
  /** `kid:base64-of-32-bytes`, as ENCRYPTION_KEYS wants it. */
  encryptionKeys: z.string(),
  portoneApiSecret: z.string(),
  kafkaClusterId: z.string(),
});

export type Secrets = z.infer<typeof schema>;

export function keepSecrets(dataDir: string): Secrets {
  return readOrCreateJson(join(dataDir, 'secrets.json'), schema, () => ({
    databasePassword: randomBytes(24).toString('base64url'),
    encryptionKeys: `local-1:${randomBytes(32).toString('base64')}`,
    portoneApiSecret: randomBytes(24).toString('base64url'),
    kafkaClusterId: clusterId(),
  }));
}

/** Kafka's own form: 16 bytes in base64url, not beginning with a dash, which would read as an option. */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
}
