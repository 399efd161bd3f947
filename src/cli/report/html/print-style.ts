/** The style sheet for printing: black on white, without controls, and with the list of `script/printing.ts`. */
export const printStyle = `
@page { margin: 12mm; }
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --muted: #444; --line: #bbb; --link: #000; --code: #fff; --alarm: #fff;
    --nonCompliant: #b00020; --undetermined: #7a4c00; --exempt: #1f5a99; --compliant: #1d663d; --notApplicable: #555;
    --inside: #1f5a99; --outside: #b87a10; }
  body { font-size: 9pt; line-height: 1.35; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  header, main { max-width: none; padding: 0; }
  section { margin-top: .8rem; padding: 0; border: 0; border-radius: 0; }
  .alarm, .calm, .partial { padding-left: .6rem; border-left: 3px solid; }
  h1 { font-size: 15pt; }
  h2 { font-size: 11pt; break-after: avoid; }
  h3 { margin: .6rem 0 .1rem; font-size: 9pt; break-after: avoid; }
  a { text-decoration: none; }
  .headline b { font-size: 15pt; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr)); }
  .tiles b { font-size: 11pt; }
  small { font-size: .85em; }
  .partial ul details { display: none; }
  .chart th, .chart td { padding-block: .1rem; }
  .chart .bar { width: 45%; }
  form, button, #table, .running, .empty button, [data-filter]:not(.tiles a) { display: none !important; }
  #print { display: block; }
  #print table { table-layout: fixed; font-size: 7.5pt; line-height: 1.25; }
  #print th, #print td { padding: .12rem .3rem .12rem 0; overflow-wrap: anywhere; }
  #print th { white-space: normal; }
  #print th:nth-child(1) { width: 13%; }
  #print td:first-child, #print td:nth-child(5) { white-space: nowrap; }
  #print th:nth-child(2), #print th:nth-child(3) { width: 13%; }
  #print th:nth-child(4) { width: 10%; }
  #print th:nth-child(5) { width: 13%; }
  #print tr, .chart tr, .tiles li { break-inside: avoid; }
  #print p { margin: 0; font-size: 7.5pt; line-height: 1.3; overflow-wrap: anywhere; }
  #print .fix { font-weight: 600; }
  #print .fix:empty { display: none; }
  thead { display: table-header-group; }
  .glossary { font-size: 8pt; }
}
`;
