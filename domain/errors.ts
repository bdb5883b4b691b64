/**
 * The registry of everything a client can be told has gone wrong: stable code → HTTP status and words.
 * A code is never renamed or reused. `{name}` in a detail is filled from the problem's parameters.
 */
type Words = { readonly ko: string; readonly en: string };

type Entry = { readonly status: number; readonly title: Words; readonly detail: Words };

export const ERRORS = {
  INVALID_REQUEST: entry(
    400,
    ['잘못된 요청', '요청에 잘못된 항목이 있습니다. errors를 확인해 고쳐 보내 주세요.'],
    ['Invalid request', 'Some fields are not valid; see errors, correct them and send the request again.'],
  ),
  MALFORMED_JSON: entry(
    400,
    ['잘못된 JSON', '본문을 JSON으로 읽을 수 없습니다.'],
    ['Malformed JSON', 'The body could not be read as JSON.'],
  ),
  UNSUPPORTED_METHOD: entry(
    400,
    ['지원하지 않는 결제 수단', '{method} 결제는 지원하지 않습니다. 사용할 수 있는 수단: {supported}.'],
    ['Unsupported payment method', '{method} is not supported here. Supported: {supported}.'],
  ),
  IDEMPOTENCY_KEY_REQUIRED: entry(
    400,
    ['Idempotency-Key 필요', '부분 취소에는 Idempotency-Key 헤더가 필요합니다.'],
    [
      'Idempotency-Key required',
      'A cancellation with an amount needs an Idempotency-Key header: two equal ones could not be told apart.',
    ],
  ),
  CARD_NUMBER_NOT_ACCEPTED: entry(
    400,
    ['카드 번호를 받지 않음', '카드 번호로 보이는 값은 받지 않습니다. 해당 항목에서 지워 주세요.'],
    [
      'Card number not accepted',
      'Something that looks like a card number was found. Remove it: this server never takes card numbers.',
    ],
  ),
  UNAUTHENTICATED: entry(
    401,
    ['인증 필요', 'Authorization 헤더에 Bearer 토큰을 보내 주세요.'],
    ['Authentication required', 'Send a bearer token in the Authorization header.'],
  ),
  TOKEN_EXPIRED: entry(
    401,
    ['만료된 토큰', '토큰이 만료되었습니다. 새로 발급받아 주세요.'],
    ['Token expired', 'The token has expired; get a new one.'],
  ),
  TOKEN_INVALID: entry(
    401,
    ['잘못된 토큰', '토큰을 확인할 수 없습니다.'],
    ['Token invalid', 'The token could not be verified.'],
  ),
  WEBHOOK_UNPROVED: entry(
    401,
    ['확인되지 않은 웹훅', '웹훅의 서명을 확인할 수 없습니다.'],
    ['Webhook not proved', 'The webhook could not be proved to come from the gateway.'],
  ),
  FORBIDDEN: entry(
    403,
    ['권한 없음', '토큰에 {scope} 권한이 없습니다.'],
    ['Forbidden', 'The token lacks the scope {scope}.'],
  ),
  PAYMENT_DECLINED: entry(
    402,
    ['결제 거절', '결제가 거절되었습니다. decline.reason을 확인해 주세요.'],
    [
      'Payment declined',
      'The payment was declined; decline.reason says why. Start a new payment to try again.',
    ],
  ),
  PAYMENT_NOT_FOUND: entry(
    404,
    ['결제를 찾을 수 없음', '해당 결제가 없습니다.'],
    ['Payment not found', 'There is no such payment.'],
  ),
  ROUTE_NOT_FOUND: entry(
    404,
    ['경로를 찾을 수 없음', '{method} {path} 경로가 없습니다.'],
    ['Route not found', 'There is no {method} {path}.'],
  ),
  METHOD_NOT_ALLOWED: entry(
    405,
    ['허용하지 않는 메서드', '{path}에는 {allowed}만 쓸 수 있습니다.'],
    ['Method not allowed', '{path} takes {allowed} only.'],
  ),
  ALREADY_CANCELLED: entry(
    409,
    ['이미 취소된 결제', '이미 전액 취소된 결제입니다.'],
    ['Already cancelled', 'The payment has been cancelled already.'],
  ),
  NOT_CANCELLABLE: entry(
    409,
    ['취소할 수 없는 결제', '{status} 상태의 결제는 취소할 수 없습니다.'],
    ['Not cancellable', 'A payment that is {status} cannot be cancelled.'],
  ),
  NOT_PAYABLE: entry(
    409,
    ['결제할 수 없음', '{status} 상태의 결제는 결제할 수 없습니다. 새 결제를 만들어 주세요.'],
    ['Not payable', 'A payment that is {status} cannot be paid; create a new one.'],
  ),
  NOT_PAID_YET: entry(
    409,
    ['아직 결제되지 않음', '아직 결제되지 않았습니다.'],
    ['Not paid yet', 'The payment has not been paid yet.'],
  ),
  TRANSACTION_MISMATCH: entry(
    409,
    ['결제 시도 불일치', '이 결제의 거래가 아닙니다.'],
    ['Transaction mismatch', 'This transaction does not belong to this payment.'],
  ),
  AMOUNT_MISMATCH: entry(
    409,
    ['금액 불일치', '금액이나 통화가 주문과 다릅니다. 결제된 돈이 있으면 전액 돌려드립니다.'],
    [
      'Amount mismatch',
      'The amount or currency differs from the order; whatever was paid is given back in full.',
    ],
  ),
  CANCELLATION_IN_PROGRESS: entry(
    409,
    ['취소 진행 중', '다른 취소가 진행 중입니다. 끝난 뒤에 다시 시도해 주세요.'],
    [
      'Cancellation in progress',
      'Another cancellation of this payment is in progress; try again when it has ended.',
    ],
  ),
  CANCEL_AMOUNT_EXCEEDED: entry(
    409,
    ['취소 가능 금액 초과', '취소할 수 있는 금액은 {cancellable}입니다.'],
    ['Cancel amount exceeded', 'At most {cancellable} can be cancelled.'],
  ),
  CANCEL_REFUSED: entry(
    409,
    ['취소 거절', '결제사가 취소를 거절했습니다. 다시 시도하려면 새 Idempotency-Key를 쓰세요.'],
    [
      'Cancel refused',
      'The payment gateway refused the cancellation. Another try needs a new Idempotency-Key.',
    ],
  ),
  DUPLICATE_ORDER: entry(
    409,
    ['중복 주문', '이 주문에는 이미 진행 중인 결제 {paymentId}가 있습니다.'],
    ['Duplicate order', 'This order already has the live payment {paymentId}.'],
  ),
  BODY_TOO_LARGE: entry(
    413,
    ['본문이 너무 큼', '본문은 {limitBytes}바이트를 넘을 수 없습니다.'],
    ['Body too large', 'The body may have {limitBytes} bytes at most.'],
  ),
  UNSUPPORTED_MEDIA_TYPE: entry(
    415,
    ['지원하지 않는 형식', 'Content-Type은 application/json이어야 합니다.'],
    ['Unsupported media type', 'Content-Type must be application/json.'],
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    422,
    ['Idempotency-Key 재사용', '같은 Idempotency-Key를 다른 내용으로 보냈습니다.'],
    ['Idempotency key reused', 'This Idempotency-Key was used with another request.'],
  ),
  RATE_LIMITED: entry(
    429,
    ['요청이 너무 많음', '요청이 너무 많습니다. Retry-After 뒤에 다시 보내 주세요.'],
    ['Rate limited', 'Too many requests; send this one again after Retry-After.'],
  ),
  INTERNAL_ERROR: entry(
    500,
    ['내부 오류', '예상하지 못한 오류입니다. requestId와 함께 문의해 주세요.'],
    ['Internal error', 'Something unexpected happened; mention the requestId when you ask about it.'],
  ),
  TEMPORARILY_UNAVAILABLE: entry(
    503,
    ['일시적으로 사용할 수 없음', '잠시 뒤 같은 Idempotency-Key로 다시 보내 주세요.'],
    ['Temporarily unavailable', 'Try again shortly, with the same Idempotency-Key: nothing is taken twice.'],
  ),
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof ERRORS;

/** What fills the `{name}`s of a detail, and what a client may read beside it. Nothing of the gateway's, nothing personal. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** Title and detail in each language. */
function entry(status: number, ko: TitleAndDetail, en: TitleAndDetail): Entry {
  return { status, title: { ko: ko[0], en: en[0] }, detail: { ko: ko[1], en: en[1] } };
}

type TitleAndDetail = readonly [title: string, detail: string];
