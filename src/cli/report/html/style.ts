/** The page's style sheet: light or dark by the reader's setting; on a narrow screen each row becomes a card. */
import { severity } from '../verdicts.js';
import { printStyle } from './print-style.js';

export const style = `
:root {
  --page: #f5f6f8; --card: #fff; --text: #1b2027; --muted: #56606c; --line: #d9dee4; --link: #0b5cad; --code: #f1f3f6;
  --nonCompliant: #c22f3d; --undetermined: #8f5a00; --exempt: #2b6cb0; --compliant: #257a4b; --notApplicable: #66717d;
  --alarm: #fdf1f2; --inside: #2b6cb0; --outside: #c98a1b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1318; --card: #171d25; --text: #e6eaef; --muted: #a3afbc; --line: #2c3541; --link: #7ab8f5; --code: #10151b;
    --nonCompliant: #ff7d89; --undetermined: #e8b54d; --exempt: #74b4f0; --compliant: #5cc48d; --notApplicable: #98a4b2;
    --alarm: #24191f; --inside: #74b4f0; --outside: #e8b54d;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word; }
header, main { max-width: 96rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; }
main { padding-bottom: 4rem; }
h1 { margin: 0 0 .4rem; font-size: 1.6rem; line-height: 1.25; letter-spacing: -.01em; }
h2 { margin: 0 0 .6rem; font-size: 1.05rem; scroll-margin-top: 1rem; }
header p { margin: 0; color: var(--muted); max-width: 64rem; }
p { margin: .4rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
small { font-size: .85rem; color: var(--muted); }
em { font-style: normal; color: var(--muted); }
section { margin-top: 1rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h2:focus { outline: none; }
i { font-style: normal; font-weight: 700; display: inline-block; min-width: 1em; text-align: center; }
.nonCompliant i { color: var(--nonCompliant); }
.undetermined i { color: var(--undetermined); }
.exempt i { color: var(--exempt); }
.compliant i { color: var(--compliant); }
.notApplicable i { color: var(--notApplicable); }
ul.tiles, ul.legend, ul.running, ul.glossary { list-style: none; margin: 0; padding: 0; }
.partial { border-left: 4px solid var(--undetermined); }
.partial ul { margin: .6rem 0 0; padding-left: 1.2rem; }
.partial li { overflow-wrap: anywhere; }
summary { cursor: pointer; }
.headline { font-size: 1.15rem; margin: 0 0 .6rem; }
.headline b { font-size: 2.1rem; line-height: 1.1; letter-spacing: -.02em; margin-right: .15rem; }
.alarm > :last-child { margin-bottom: 0; }
.alarm { background: var(--alarm); border-left: 4px solid var(--nonCompliant); }
.alarm .headline b { color: var(--nonCompliant); }
.calm { border-left: 4px solid var(--compliant); }
.calm .headline b { color: var(--compliant); }
.running { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 0 1.5rem; }
.running li { padding: .3rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.running span { display: block; color: var(--muted); font-size: .88rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin-top: 1rem !important; }
.tiles li { padding-left: .75rem; border-left: 4px solid var(--line); }
.tiles .inside { border-left-color: var(--inside); }
.tiles .outside { border-left-color: var(--outside); }
.tiles b { display: block; color: var(--text); font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles a { text-decoration: none; }
.tiles a:hover span { text-decoration: underline; }
.tiles small { display: block; line-height: 1.35; }
svg { display: block; width: 100%; height: 1rem; border-radius: 3px; }
rect { stroke: var(--card); stroke-width: 1px; vector-effect: non-scaling-stroke; }
${[...severity, 'inside', 'outside'].map((name) => `rect.${name} { fill: var(--${name}); }`).join('\n')}
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-bottom: .75rem !important; }
.legend b { font-variant-numeric: tabular-nums; }
.legend span { color: var(--muted); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .55rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-weight: 600; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.narrow { display: none !important; }
.chart th, .chart td { padding-block: .35rem; white-space: nowrap; }
.chart tbody th { font-weight: 400; }
.chart .bar { width: 50%; }
.chart svg { margin-top: .25rem; }
form { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin-bottom: .75rem; }
form > label { display: grid; gap: .2rem; color: var(--muted); font-size: .85rem; min-width: 0; }
form .text { flex: 1 1 16rem; }
input[type=search], select { width: 100%; height: 2.3rem; padding: 0 .6rem; color: var(--text); background: var(--page); border: 1px solid var(--muted); border-radius: 6px; font: inherit; font-size: .95rem; }
::placeholder { color: var(--muted); opacity: 1; }
fieldset { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: .2rem 0; border: 0; flex: 1 1 100%; }
legend { float: left; margin-right: 1rem; padding: 0; color: var(--muted); font-size: .85rem; line-height: 1.7; }
fieldset label { white-space: nowrap; }
.bottom { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; flex: 1 1 100%; }
output { flex: 1 1 auto; color: var(--muted); font-variant-numeric: tabular-nums; }
button { padding: .4rem .9rem; color: var(--text); background: var(--page); border: 1px solid var(--muted); border-radius: 6px; font: inherit; font-size: .93rem; cursor: pointer; }
button:hover { border-color: var(--link); }
#more { margin: 1rem auto 0; display: block; }
#table thead button { padding: 0; color: inherit; background: none; border: 0; font: inherit; cursor: pointer; }
#table thead button::after { content: " ↕"; opacity: .6; }
#table [aria-sort=ascending] button::after { content: " ↑"; opacity: 1; }
#table [aria-sort=descending] button::after { content: " ↓"; opacity: 1; }
#table { font-size: .93rem; }
#table, #table thead, #table tbody { display: block; }
#table tr { display: grid; grid-template-columns: 9.4rem 1.5fr 1.3fr 1.1fr 8rem 8.8rem; border-bottom: 1px solid var(--line); }
#table tbody tr:last-child { border-bottom: 0; }
#table th, #table td { border: 0; }
#table td:first-child { white-space: nowrap; }
#table td:last-child { grid-column: 2 / -1; padding-top: 0; }
#table th:last-child { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
#table td { overflow-wrap: anywhere; }
#table td > small { display: block; }
#table td > p { margin: 0; }
#table details { margin-top: .1rem; }
#table summary { color: var(--link); width: fit-content; }
#table details p { margin: .4rem 0; }
#table .place { color: var(--muted); font-size: .85rem; }
pre { margin: .4rem 0; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--code); border: 1px solid var(--line); border-radius: 6px; font: 13px/1.5 ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; }
code { font: .93em ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
p code { white-space: nowrap; }
#print { display: none; }
.empty { padding: 2rem 0; text-align: center; color: var(--muted); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.25rem; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
dd ul { margin: .2rem 0 0; padding-left: 1.2rem; }
@media screen and (max-width: 64rem) {
  header, main { padding-inline: 1rem; }
  section { padding: 1rem; }
  .narrow { display: revert !important; }
  form .narrow { display: grid !important; }
  form > label { flex: 1 1 9rem; }
  .tiles { grid-template-columns: 1fr 1fr; }
  thead, #table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody { display: block; }
  #table tr { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; margin-bottom: .75rem; padding: .75rem .9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--page); }
  #table td { display: contents; }
  #table td::before { content: attr(data-label); grid-column: 1; color: var(--muted); font-size: .85rem; line-height: 1.75; }
  #table td > * { grid-column: 2; min-width: 0; }
  #table tr:last-child { border-bottom: 1px solid var(--line); }
  #table td:first-child::before, #table td:last-child::before { content: none; }
  #table td:first-child > *, #table td:last-child > * { grid-column: 1 / -1; }
  #table td:first-child { font-weight: 600; }
  .chart tr { display: flex; flex-wrap: wrap; gap: 0 .6rem; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .chart th, .chart td { display: block; padding: 0; border: 0; }
  .chart .bar { flex: 1 1 100%; }
  .chart .number { margin-right: -.3rem; font-size: .88rem; color: var(--muted); text-align: left; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .6rem; }
}
${printStyle}`;
