/**
 * How a customer pays. The request's `method` is a discriminated union by `type`; a gateway adapter declares
 * which of these it supports, and the routing table (configuration) says which gateway serves which.
 */
export const METHOD_TYPES = ['CARD', 'TRANSFER', 'VIRTUAL_ACCOUNT', 'EASY_PAY', 'MOBILE'] as const;

export type MethodType = (typeof METHOD_TYPES)[number];

export type PaymentMethod =
  | { readonly type: 'CARD'; readonly installmentMonths?: number | undefined }
  | { readonly type: 'TRANSFER' }
  | { readonly type: 'VIRTUAL_ACCOUNT' }
  | { readonly type: 'EASY_PAY'; readonly easyPayProvider?: string | undefined }
  | { readonly type: 'MOBILE' };
