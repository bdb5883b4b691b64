/** Where the meaning of a code is written, for the tables beside this file. */
const CODES = 'docs.tosspayments.com/reference/error-codes';

/** The lists of single calls on that page. */
export const CONFIRM_LIST = `${CODES}, 결제 승인`;
export const RETRIEVE_LIST = `${CODES}, 결제 조회`;
export const CANCEL_LIST = `${CODES}, 결제 취소`;
/** Its list of every code. */
export const EVERY_CODE = `${CODES}, 전체 에러 목록`;

export const IDEMPOTENCY_PAGE = 'docs.tosspayments.com/reference/using-api/idempotency-key';
