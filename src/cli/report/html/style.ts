/** The page's style sheet: light and dark by the reader's own setting, and black on white when printed. */
export const style = `
:root {
  --page: #f5f6f8; --card: #fff; --text: #1b2027; --muted: #59636f; --line: #d9dee4; --link: #0b5cad; --code: #f1f3f6;
  --nonCompliant: #c22f3d; --undetermined: #a86a00; --exempt: #2b6cb0; --compliant: #257a4b; --notApplicable: #7b8592;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1318; --card: #171d25; --text: #e6eaef; --muted: #9ba7b4; --line: #2c3541; --link: #7ab8f5; --code: #10151b;
    --nonCompliant: #ff7481; --undetermined: #e8b54d; --exempt: #74b4f0; --compliant: #5cc48d; --notApplicable: #8b97a5;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, main { max-width: 96rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; }
main { padding-bottom: 4rem; }
h1 { margin: 0 0 .4rem; font-size: 1.6rem; line-height: 1.25; letter-spacing: -.01em; }
h2 { margin: 0 0 .8rem; font-size: 1.05rem; }
header p { margin: 0; color: var(--muted); max-width: 60rem; }
a { color: var(--link); }
section { margin-top: 1.25rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
i { font-style: normal; font-weight: 700; display: inline-block; min-width: 1em; text-align: center; }
.nonCompliant > i, .nonCompliant span i { color: var(--nonCompliant); }
.undetermined > i, .undetermined span i { color: var(--undetermined); }
.exempt > i, .exempt span i { color: var(--exempt); }
.compliant > i, .compliant span i { color: var(--compliant); }
.notApplicable > i, .notApplicable span i { color: var(--notApplicable); }
section:has(> .totals) { padding: 0; background: none; border: 0; }
section:has(> .totals) > h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.totals, .legend { list-style: none; margin: 0; padding: 0; }
.totals { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; }
.totals li { padding: .9rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-top: 4px solid; border-radius: 10px; }
.totals b { display: block; color: var(--text); font-size: 2rem; line-height: 1.15; font-variant-numeric: tabular-nums; }
.totals span { color: var(--muted); }
.totals .nonCompliant { border-top-color: var(--nonCompliant); }
.totals .undetermined { border-top-color: var(--undetermined); }
.totals .exempt { border-top-color: var(--exempt); }
.totals .compliant { border-top-color: var(--compliant); }
.totals .notApplicable { border-top-color: var(--notApplicable); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-bottom: .75rem; color: var(--muted); }
.partial { border-left: 4px solid var(--undetermined); }
.partial ul { margin: .6rem 0 0; padding-left: 1.2rem; }
.partial li { overflow-wrap: anywhere; }
summary { cursor: pointer; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .55rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-weight: 600; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.chart th, .chart td { padding-block: .35rem; white-space: nowrap; }
.chart tbody th { font-weight: 400; }
.chart .bar { width: 60%; }
.chart svg { display: block; width: 100%; min-width: 10rem; height: 1rem; margin-top: .25rem; }
rect { stroke: var(--card); stroke-width: 1px; vector-effect: non-scaling-stroke; }
rect.nonCompliant { fill: var(--nonCompliant); }
rect.undetermined { fill: var(--undetermined); }
rect.exempt { fill: var(--exempt); }
rect.compliant { fill: var(--compliant); }
rect.notApplicable { fill: var(--notApplicable); }
form { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin-bottom: .75rem; }
form > label { display: grid; gap: .2rem; color: var(--muted); font-size: .85rem; }
form .text { flex: 1 1 16rem; }
input[type=search], select { width: 100%; height: 2.3rem; padding: 0 .6rem; color: var(--text); background: var(--page); border: 1px solid var(--line); border-radius: 6px; font: inherit; font-size: .95rem; }
fieldset { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: .45rem 0; border: 0; flex: 1 1 100%; }
legend { float: left; margin-right: 1rem; padding: 0; color: var(--muted); font-size: .85rem; line-height: 1.7; }
fieldset label { white-space: nowrap; }
output { flex: 1 1 100%; color: var(--muted); font-variant-numeric: tabular-nums; }
#table thead button { padding: 0; color: inherit; background: none; border: 0; font: inherit; cursor: pointer; }
#table thead button::after { content: " ↕"; opacity: .45; }
#table [aria-sort=ascending] button::after { content: " ↑"; opacity: 1; }
#table [aria-sort=descending] button::after { content: " ↓"; opacity: 1; }
#table { table-layout: fixed; min-width: 62rem; font-size: .93rem; }
#table th:nth-child(1) { width: 11rem; }
#table th:nth-child(2) { width: 15%; }
#table th:nth-child(3) { width: 14%; }
#table th:nth-child(4) { width: 8.4rem; }
#table th:nth-child(5) { width: 8.9rem; }
#table td { overflow-wrap: break-word; }
#table td:nth-child(2) { font-weight: 600; }
#table details { margin-top: .35rem; }
#table summary { color: var(--link); width: fit-content; }
#table details p { margin: .4rem 0; }
#table .place { color: var(--muted); font-size: .85rem; }
pre { margin: .4rem 0; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: break-word; background: var(--code); border: 1px solid var(--line); border-radius: 6px; font: 13px/1.5 ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; }
#more { margin: 1rem auto 0; display: block; padding: .5rem 1.2rem; color: var(--text); background: var(--page); border: 1px solid var(--line); border-radius: 6px; font: inherit; cursor: pointer; }
.empty { margin-top: 2rem; color: var(--muted); }
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --muted: #444; --line: #bbb; --link: #000; --code: #fff;
    --nonCompliant: #b00020; --undetermined: #8a5600; --exempt: #1f5a99; --compliant: #1d663d; --notApplicable: #666; }
  body { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  header, main { max-width: none; padding: 0; }
  section { padding: 0; border: 0; }
  form, #more, #table summary, #table thead button::after { display: none; }
  .wide { overflow: visible; }
  #table thead button { display: contents; }
  #table { min-width: 0; font-size: 8.5pt; }
  #table th:nth-child(1), #table th:nth-child(5) { width: 14%; }
  #table th:nth-child(4) { width: 12%; }
  #table th, #table td { padding: .3rem; }
  .chart tr, .totals li, pre { break-inside: avoid; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  .totals { grid-template-columns: repeat(5, 1fr); }
  pre { padding: .3rem .5rem; font-size: 7.5pt; }
  #table details, #table .place { font-size: 7.5pt; }
}
`;
