/** The words of every fault, for people. Never what was sent: it could be a secret, or a card number. */
import type { Language } from '../language.ts';
import type { Fault, FaultCode } from './faults.ts';

export function faultMessage({ code, expected }: Fault, language: Language): string {
  const words = MESSAGES[code];
  if (expected === undefined) return words[language].bare;
  return words[language].with?.replace('{expected}', () => expected) ?? words[language].bare;
}

type Wording = { readonly bare: string; readonly with?: string };

const MESSAGES: Readonly<Record<FaultCode, Readonly<Record<Language, Wording>>>> = {
  REQUIRED: { ko: { bare: '필수 항목입니다.' }, en: { bare: 'This is required.' } },
  INVALID_TYPE: {
    ko: { bare: '형식이 다릅니다.', with: '{expected} 형식이어야 합니다.' },
    en: { bare: 'This has the wrong type.', with: 'This must be of type {expected}.' },
  },
  UNKNOWN_FIELD: { ko: { bare: '알 수 없는 항목입니다.' }, en: { bare: 'There is no such field.' } },
  TOO_SMALL: {
    ko: { bare: '값이 너무 작습니다.', with: '{expected} 이상이어야 합니다.' },
    en: { bare: 'This is too small.', with: 'This must be at least {expected}.' },
  },
  TOO_LARGE: {
    ko: { bare: '값이 너무 큽니다.', with: '{expected} 이하여야 합니다.' },
    en: { bare: 'This is too large.', with: 'This must be at most {expected}.' },
  },
  TOO_SHORT: {
    ko: { bare: '너무 짧습니다.', with: '{expected}자 이상이어야 합니다.' },
    en: { bare: 'This is too short.', with: 'This needs at least {expected} character(s).' },
  },
  TOO_LONG: {
    ko: { bare: '너무 깁니다.', with: '{expected}자 이하여야 합니다.' },
    en: { bare: 'This is too long.', with: 'This may have {expected} characters at most.' },
  },
  TOO_MANY: {
    ko: { bare: '항목이 너무 많습니다.', with: '{expected}개 이하여야 합니다.' },
    en: { bare: 'There are too many of these.', with: 'There may be {expected} of these at most.' },
  },
  INVALID_FORMAT: {
    ko: { bare: '형식에 맞지 않습니다.', with: '형식에 맞지 않습니다. 맞는 형식: {expected}' },
    en: { bare: 'This does not have the right form.', with: 'This must have the form {expected}' },
  },
  NOT_ALLOWED: {
    ko: { bare: '허용하지 않는 값입니다.', with: '다음 중 하나여야 합니다: {expected}.' },
    en: { bare: 'This value is not allowed.', with: 'This must be one of: {expected}.' },
  },
  DUPLICATE: { ko: { bare: '한 번만 보내야 합니다.' }, en: { bare: 'This may be given only once.' } },
  CARD_NUMBER_NOT_ACCEPTED: {
    ko: { bare: '카드 번호로 보이는 값이 있습니다.' },
    en: { bare: 'This looks like it holds a card number.' },
  },
};
