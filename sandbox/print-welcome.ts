// What a newcomer sees when all is ready: where things are, a token, and a whole payment as lines to paste into a
// POSIX shell. The lines carry no comments, which an interactive zsh would not take.
import type { Addresses } from './own-environment.ts';
import type { Settings } from './settings.ts';

export interface Welcome {
  readonly addresses: Addresses;
  readonly existing: Settings['existing'];
  readonly token: string;
  readonly tookSeconds: number;
}

export function welcomeText({ addresses, existing, token, tookSeconds }: Welcome): string {
  return `
Ready in ${tookSeconds.toFixed(1)} s.

${places(addresses, existing)}

A token for the user "alice" (another: npm run -s token -- --sub bob):

${token}

A whole payment, to paste into another terminal:

${paymentScript({ api: addresses.api, token })}

Ctrl-C stops everything; the data stays.
`;
}

/** Of somebody else's servers, only what the sandbox knows is said, and no URL that may hold a password. */
function places(addresses: Addresses, { databaseUrl, temporalAddress }: Settings['existing']): string {
  const { api, webUi, simulator, kafkaBrokers, metrics } = addresses;
  const rows = [
    ['API', api],
    ['API documentation', `${api}/docs`],
    ['Temporal Web UI', temporalAddress ? `the one of ${temporalAddress}` : webUi],
    ['PG simulator', simulator],
    ['PostgreSQL', databaseUrl ? 'as DATABASE_URL says' : addresses.databaseUrl],
    ['Kafka', kafkaBrokers],
    ["Worker's metrics", metrics],
  ] as const;
  return rows.map(([name, place]) => `  ${name.padEnd(18)} ${place}`).join('\n');
}

/** @returns POSIX shell: create, pay, complete, get, me, cancel a part, the rest, and once more in vain. */
export function paymentScript({ api, token }: { readonly api: string; readonly token: string }): string {
  return `TOKEN=${token}
API=${api}/api/v1/payments
ORDER=order-$(date +%s)
call() { curl -sS -w '\\n' -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "$@"; }
field() { node -p "JSON.parse(fs.readFileSync(0, 'utf8')).$1"; }

echo '--- create'
PAYMENT=$(call "$API" -H "Idempotency-Key: $ORDER" -d '{"orderId":"'$ORDER'","orderName":"Two coffees","amount":9000,"currency":"KRW","method":{"type":"CARD"}}')
printf '%s\\n' "$PAYMENT"
ID=$(printf '%s' "$PAYMENT" | field paymentId)
CHECKOUT=$(printf '%s' "$PAYMENT" | field checkout.url)

echo '--- pay, as the customer does on the page at '"$CHECKOUT"
TX=$(curl -sS "$CHECKOUT" -H 'Content-Type: application/json' -d '{}' | field pgTransactionId)

echo '--- complete'
call "$API/complete" -d '{"paymentId":"'$ID'","pgTransactionId":"'$TX'"}'
echo '--- get'
call "$API/$ID"
echo '--- me'
call "$API/me?limit=5"
echo '--- cancel a part'
call "$API/$ID/cancel" -H "Idempotency-Key: $ORDER-part" -d '{"reason":"One coffee was cold","amount":4000}'
echo '--- cancel the rest'
call "$API/$ID/cancel" -H "Idempotency-Key: $ORDER-rest" -d '{"reason":"The other one too"}'
echo '--- cancel once more: 409'
call "$API/$ID/cancel" -d '{"reason":"And again"}'`;
}
