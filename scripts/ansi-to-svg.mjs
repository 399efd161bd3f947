// Draws the text of a terminal as an SVG. The text stays text, so it is sharp at every size. The picture has a dark
// background of its own, so it looks the same on a light and on a dark page.

const COLUMN = 7.8;
const LINE = 19;
const FONT_SIZE = 13;
const MARGIN = 18;
/** The bar with the window's buttons. */
const BAR = 34;

/** The codes of the "Select graphic rendition" sequence (ECMA-48), and the styles that they set or end. */
const codes = new Map([
  [1, { weight: 'bold' }],
  [2, { fill: '#8b949e' }],
  [4, { decoration: 'underline' }],
  [22, { weight: undefined, fill: undefined }],
  [24, { decoration: undefined }],
  [31, { fill: '#ff7b72' }],
  [32, { fill: '#56d364' }],
  [33, { fill: '#e3b341' }],
  [36, { fill: '#76e3ea' }],
  [39, { fill: undefined }],
]);

/**
 * @param {string} text with the color codes of `src/cli/terminal/colors.ts`
 * @param {{ title: string, columns: number }} options a screen reader speaks the title
 * @throws Error for a code that is not in the table, because the picture would differ from the terminal
 */
export function ansiToSvg(text, { title, columns }) {
  const lines = text.trimEnd().split('\n');
  const width = Math.ceil(columns * COLUMN + 2 * MARGIN);
  const height = BAR + lines.length * LINE + MARGIN;
  let style = {};
  const texts = lines.map((line, index) => {
    const runs = runsOf(line, style);
    style = runs.style;
    const y = BAR + index * LINE + FONT_SIZE + 2;
    const spans = runs.spans.map(({ column, text, style }) => {
      const x = (MARGIN + column * COLUMN).toFixed(1);
      return `<tspan x="${x}"${attributes(style)}>${escapeXml(text)}</tspan>`;
    });
    return spans.length === 0 ? '' : `<text y="${y}">${spans.join('')}</text>\n`;
  });
  const buttons = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, index) => `<circle cx="${MARGIN + 6 + index * 20}" cy="17" r="6" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">${escapeXml(title)}</title>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="#0d1117" stroke="#6e7681"/>
${buttons.join('')}
<g fill="#e6edf3" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace" font-size="${FONT_SIZE}">
${texts.join('')}</g>
</svg>
`;
}

/** The parts of a line that have one style each, with the column where each begins. */
function runsOf(line, before) {
  let style = before;
  let column = 0;
  const spans = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape begins a sequence
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape begins a sequence
    const [, sequence] = /^\u001b\[([\d;]*)m$/.exec(part) ?? [];
    if (sequence === undefined) {
      // SVG shows several spaces as one, so the text after them gets a position of its own.
      for (const { 0: text, index } of part.matchAll(/\S+(?: \S+)*/g)) {
        spans.push({ column: column + index, text, style });
      }
      column += part.length;
    } else style = sequence.split(';').reduce(changed, style);
  }
  return { spans, style };
}

function changed(style, code) {
  const change = codes.get(Number(code));
  if (change === undefined)
    throw new Error(`no color for the code ${code}: add it to scripts/ansi-to-svg.mjs`);
  return { ...style, ...change };
}

function attributes({ weight, fill, decoration }) {
  const named = { 'font-weight': weight, fill, 'text-decoration': decoration };
  return Object.entries(named)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}

const escapeXml = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
