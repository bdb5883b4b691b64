/** Accept-Language as browsers, tools and nobody send it. */
import { expect, it } from 'vitest';
import { pickLanguage } from '../../../api/language.ts';

it.each([
  [undefined, 'ko'],
  ['', 'ko'],
  ['fr-FR, de;q=0.9', 'ko'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
  ['ko;q=0.2, en;q=0.9', 'en'],
  ['en;q=0, *', 'ko'],
  ['ko;q=0, *', 'en'],
  ['*', 'ko'],
  ['en;q=nonsense', 'ko'],
  ['EN-us', 'en'],
])('Accept-Language %j is answered in %s', (header, language) => {
  expect(pickLanguage(header)).toBe(language);
});
