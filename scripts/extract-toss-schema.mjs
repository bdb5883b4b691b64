// Cuts out of the community's OpenAPI document of Toss Payments (there is no official one) what our adapter speaks,
// without the prose, and mends what contradicts the vendor's own pages. The contract tests validate against the
// result, which is committed.
//   node scripts/extract-toss-schema.mjs <the document> [<where to write>]
// The document: github.com/kms0219kms/tosspayments-api-spec, specs/coreApi/2022-11-16.json
import { extractSubset } from './openapi-subset.mjs';

const [source, target = 'test/contract/toss-core.subset.json'] = process.argv.slice(2);

extractSubset({
  source,
  target,
  script: 'scripts/extract-toss-schema.mjs',
  calls: [
    ['/v1/payments/confirm', 'post'],
    ['/v1/payments/{paymentKey}', 'get'],
    ['/v1/payments/{paymentKey}/cancel', 'post'],
    ['/v1/transactions', 'get'],
  ],
  changes: [
    'titles, descriptions, examples and x- keys left out',
    'totalAmount and balanceAmount are numbers, as in every example of the vendor (docs.tosspayments.com/reference)',
    'what does not apply to a payment is null (docs.tosspayments.com/reference/error-codes shows one): approvedAt, and all that is not required, of the payment and of its card',
    'refundReceiveAccount of a virtual account may be null: as the vendor answers (techchat.tosspayments.com/m/1444558775297249371)',
    'customerKey and receiptUrl of a transaction may be null: not every payment has them',
    'cancelStatus of a cancellation: younger than the document (docs.tosspayments.com/guides/webhook, CANCEL_STATUS_CHANGED)',
    'a dash in a character class is written as one',
  ].join('; '),
  mend: ({ Payment, Transaction }, paths) => {
    const { properties } = Payment;
    for (const name of ['totalAmount', 'balanceAmount']) properties[name].type = 'number';
    const mayBeNull = Object.keys(properties).filter((name) => !Payment.required.includes(name));
    for (const name of [...mayBeNull, 'approvedAt']) properties[name] = orNull(properties[name]);
    for (const [name, schema] of Object.entries(properties.card.anyOf[0].properties)) {
      properties.card.anyOf[0].properties[name] = orNull(schema);
    }
    const account = properties.virtualAccount.anyOf[0].properties;
    account.refundReceiveAccount = orNull(account.refundReceiveAccount);
    const cancel = properties.cancels.anyOf[0].items;
    cancel.properties.receiptKey = orNull(cancel.properties.receiptKey);
    cancel.properties.cancelStatus = { type: 'string', enum: ['DONE', 'IN_PROGRESS', 'ABORTED'] };
    for (const name of ['customerKey', 'receiptUrl']) {
      Transaction.properties[name] = orNull(Transaction.properties[name]);
    }
    mendPatterns([Payment, Transaction, paths]);
  },
});

function orNull({ $ref, ...schema }) {
  return { anyOf: [$ref === undefined ? schema : { $ref }, { type: 'null' }] };
}

/** `[a-z-_]` is no character class where patterns are read as Unicode. */
function mendPatterns(value) {
  if (value === null || typeof value !== 'object') return;
  if (typeof value.pattern === 'string') value.pattern = value.pattern.replace('0-9-_', '0-9\\-_');
  for (const inner of Object.values(value)) mendPatterns(inner);
}
