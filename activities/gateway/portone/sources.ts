/** Where the meaning of a code is written, for the tables beside this file. */
const DOCUMENT = 'developers.portone.io/api/schema/v2/openapi.json';

/** The error unions of single calls in that document. */
export const RETRIEVE_UNION = `${DOCUMENT}, GetPaymentError`;
export const CANCEL_UNION = `${DOCUMENT}, CancelPaymentError`;
export const CLOSE_UNION = `${DOCUMENT}, CloseVirtualAccountError`;

/** Not in the document: the key's own answers. */
export const IDEMPOTENCY_PAGE = 'developers.portone.io/api/rest-v2/overview#idempotency-key';
