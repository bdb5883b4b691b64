// `npm run -s token -- --sub alice [--scope "payments:read"] [--expires-in 3600]`: prints a token and nothing else.
// It reads the key in the data folder, so the issuer need not run.
import { parseArgs } from 'node:util';
import { dataDirOf } from './settings.ts';
import { mintToken, type TokenRequest } from './token-issuer/mint-token.ts';

const usage =
  'usage: npm run -s token -- --sub <user> [--scope "payments:read payments:write"] [--expires-in <seconds>]';

function readRequest(): TokenRequest {
  const { values } = parseArgs({
    options: { sub: { type: 'string' }, scope: { type: 'string' }, 'expires-in': { type: 'string' } },
  });
  if (!values.sub) throw new Error('--sub is missing');
  const expiresIn = values['expires-in'];
  if (expiresIn !== undefined && !/^\d+$/.test(expiresIn))
    throw new Error('--expires-in is not a number of seconds');
  const issuer = process.env['AUTH_ISSUER'];
  const audience = process.env['AUTH_AUDIENCE'];
  return {
    sub: values.sub,
    ...(values.scope !== undefined && { scope: values.scope }),
    ...(expiresIn !== undefined && { expiresInSeconds: Number(expiresIn) }),
    ...(issuer && { issuer }),
    ...(audience && { audience }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) {
  try {
    process.stdout.write(`${await mintToken(dataDirOf(process.env), readRequest())}\n`);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n${usage}\n`);
    process.exitCode = 1;
  }
}
