/**
 * The payment window as plain HTML: a form, no script, usable by keyboard and screen reader. Every value goes
 * through `html`, which escapes it: the order's name comes from the URL.
 */
import { html } from 'hono/html';
import type { Account, OrderTerms } from '../journal-entries.ts';
import { TEST_CARDS } from '../test-cards.ts';
import type { CheckoutOutcome } from './outcome.ts';
import { STYLE } from './style.ts';
import { formatAmount, formatTime, type Language, TEXTS } from './texts.ts';

type Html = ReturnType<typeof html>;

export function payPage(terms: OrderTerms, language: Language): Html {
  const texts = TEXTS[language];
  const amount = formatAmount(terms.totalMinor, terms.currency, language);
  const isCard = terms.payMethod === 'CARD';
  const choices = TEST_CARDS.map(
    ({ number, name }, index) => html`
      <label class="choice">
        <input type="radio" name="number" value="${number}" ${index === 0 ? html`checked` : ''} required>
        <span class="what">${texts.outcomes[name]}</span>
        ${isCard ? html`<span class="number">${number.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}</span>` : ''}
      </label>`,
  );
  return page(
    { language, title: texts.title },
    html`
      ${orderSummary(terms, language)}
      <form method="post">
        <fieldset>
          <legend>${isCard ? texts.cards : texts.accounts}</legend>
          ${choices}
        </fieldset>
        <button class="primary" name="action" value="pay">${terms.payMethod === 'VIRTUAL_ACCOUNT' ? texts.issue : texts.pay(amount)}</button>
        <button class="quiet" name="action" value="close" formnovalidate>${texts.close}</button>
      </form>`,
  );
}

export type ResultView = { terms: OrderTerms; outcome: CheckoutOutcome; returnUrl: string | undefined };

export function resultPage({ terms, outcome, returnUrl }: ResultView, language: Language): Html {
  const texts = TEXTS[language];
  const { status, pgTransactionId, failure, account } = outcome;
  const title = texts.results[status];
  return page(
    // Where to pay in is to be read at leisure.
    { language, title, refreshTo: account === undefined ? returnUrl : undefined },
    html`
      <div class="result ${status === 'PAID' || status === 'IN_PROGRESS' ? 'good' : status === 'FAILED' ? 'bad' : 'open'}" role="status">
        <span class="mark" aria-hidden="true">${status === 'PAID' || status === 'IN_PROGRESS' ? '✓' : status === 'FAILED' ? '✕' : '…'}</span>
        <h2>${title}</h2>
        <p>${texts.explained[status]}</p>
      </div>
      ${orderSummary(terms, language)}
      <dl>
        ${account ? accountLines(account, language) : ''}
        ${failure ? html`<div><dt>${failure.code}</dt><dd>${failure.message}</dd></div>` : ''}
        <div><dt>${texts.transaction}</dt><dd><code>${pgTransactionId}</code></dd></div>
      </dl>
      ${account ? depositForm(terms, language) : ''}
      ${returnUrl === undefined ? '' : html`<a class="${account ? 'quiet' : 'primary'}" href="${returnUrl}">${texts.goOn}</a>`}
      ${status === 'FAILED' ? html`<a class="quiet" href="">${texts.again}</a>` : ''}`,
  );
}

/** A request that cannot be paid: what is wrong with it, in the caller's terms. */
export function faultyPage(title: string, faults: readonly string[], language: Language): Html {
  const lines = faults.map((fault) => html`<li>${fault}</li>`);
  return page(
    { language, title },
    html`<div class="result bad" role="alert"><h2>${title}</h2><ul>${lines}</ul></div>`,
  );
}

function accountLines(account: Account, language: Language): Html {
  const texts = TEXTS[language].account;
  return html`
    <div><dt>${texts.bank}</dt><dd>${texts.bankName}</dd></div>
    <div><dt>${texts.number}</dt><dd><code>${account.accountNumber}</code></dd></div>
    <div><dt>${texts.holder}</dt><dd>${account.holderName}</dd></div>
    <div><dt>${texts.due}</dt><dd><time datetime="${account.dueAt}">${formatTime(account.dueAt, language)}</time></dd></div>`;
}

/** What a customer does at the bank, since there is none here. */
function depositForm(terms: OrderTerms, language: Language): Html {
  const amount = formatAmount(terms.totalMinor, terms.currency, language);
  return html`
    <form method="post">
      <button class="primary" name="action" value="deposit">${TEXTS[language].deposit(amount)}</button>
    </form>`;
}

function orderSummary(terms: OrderTerms, language: Language): Html {
  const texts = TEXTS[language];
  return html`
    <dl class="order">
      <div><dt>${texts.order}</dt><dd>${terms.orderName}</dd></div>
      <div><dt>${texts.amount}</dt><dd class="amount">${formatAmount(terms.totalMinor, terms.currency, language)}</dd></div>
    </dl>`;
}

type Head = { language: Language; title: string; refreshTo?: string | undefined };

function page({ language, title, refreshTo }: Head, body: Html): Html {
  const texts = TEXTS[language];
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    ${refreshTo === undefined ? '' : html`<meta http-equiv="refresh" content="5;url=${refreshTo}">`}
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <header><h1>${texts.title}</h1><p class="notice">${texts.notice}</p></header>
      ${body}
    </main>
  </body>
</html>`;
}
