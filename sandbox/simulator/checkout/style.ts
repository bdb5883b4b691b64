/** The page's style sheet; light and dark, no font or picture fetched from anywhere. */
import { raw } from 'hono/html';

export const STYLE = raw(`
:root { color-scheme: light dark; --ink: #16202c; --soft: #5b6876; --line: #d5dce4; --paper: #fff; --ground: #eef2f6;
  --accent: #1456c9; --accent-ink: #fff; --chosen: #eaf1fe; --good: #0a6b43; --bad: #b3261e; --open: #7a5200; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --soft: #a5b1bf; --line: #35414e; --paper: #18202a;
  --ground: #0d131a; --accent: #7fb0ff; --accent-ink: #0b1a33; --chosen: #1d2c44; --good: #6fd6a8; --bad: #ff9a92; --open: #f0c36a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "Apple SD Gothic Neo",
  "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
main { max-width: 27rem; margin: 6vh auto; padding: 1.75rem; background: var(--paper); border: 1px solid var(--line);
  border-radius: 1rem; box-shadow: 0 8px 30px rgb(0 0 0 / 8%); }
h1 { margin: 0; font-size: 1.25rem; }
h2 { margin: .25rem 0; font-size: 1.25rem; }
.notice { margin: .125rem 0 1.25rem; color: var(--soft); font-size: .875rem; }
dl { margin: 0 0 1.25rem; display: grid; gap: .5rem; }
dl > div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .125rem 1rem; align-items: baseline; }
.order { padding: .875rem 0; border-block: 1px solid var(--line); }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; }
.amount { font-size: 1.5rem; font-weight: 700; font-variant-numeric: tabular-nums; }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; display: grid; gap: .5rem; }
legend { margin-bottom: .5rem; padding: 0; font-weight: 600; }
.choice { display: grid; grid-template-columns: auto 1fr auto; align-items: center; gap: 0 .75rem; padding: .625rem .875rem; border: 1px solid var(--line);
  border-radius: .625rem; cursor: pointer; }
.choice:has(:checked) { border-color: var(--accent); background: var(--chosen); }
.choice input { accent-color: var(--accent); width: 1.125rem; height: 1.125rem; margin: 0; }
.number { color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
button, a.primary, a.quiet { display: block; width: 100%; padding: .875rem; border: 0; border-radius: .625rem; font: inherit; text-align: center;
  text-decoration: none; cursor: pointer; }
.primary { background: var(--accent); color: var(--accent-ink); font-weight: 700; }
.primary:hover { filter: brightness(1.08); }
.quiet { margin-top: .375rem; background: none; color: var(--soft); }
.quiet:hover { color: var(--ink); text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.result { margin-bottom: 1.25rem; text-align: center; }
.result p { margin: 0; color: var(--soft); }
.result ul { text-align: left; }
.mark { display: inline-grid; place-items: center; width: 3.5rem; height: 3.5rem; border: 2px solid currentcolor; border-radius: 50%; font-size: 1.75rem; }
.good .mark { color: var(--good); }
.bad .mark { color: var(--bad); }
.open .mark { color: var(--open); }
code { font-size: .8125rem; }
@media (max-width: 30rem) {
  main { margin: 0 auto; min-height: 100vh; padding: 1.5rem 1.25rem; border: 0; border-radius: 0; box-shadow: none; }
  .number { grid-column: 2; }
}
`);
