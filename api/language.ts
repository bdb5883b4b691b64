/** Korean or English, by Accept-Language (RFC 9110, 12.5.4). Korean when nothing, or neither, is asked for. */
export type Language = 'ko' | 'en';

export function pickLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').split(',').slice(0, 20).map(readWish);
  const weightOf = (language: Language): number => weigh(language, wishes);
  return weightOf('en') > weightOf('ko') ? 'en' : 'ko';
}

type Wish = { readonly tag: string; readonly weight: number };

function readWish(part: string): Wish {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}

function weigh(language: Language, wishes: readonly Wish[]): number {
  const named = wishes.filter(({ tag }) => tag === language || tag.startsWith(`${language}-`));
  const counted = named.length > 0 ? named : wishes.filter(({ tag }) => tag === '*');
  return Math.max(0, ...counted.map(({ weight }) => weight));
}
