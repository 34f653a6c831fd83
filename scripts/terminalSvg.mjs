// Draws a terminal's text (with ANSI colours, on stdin) as an SVG on stdout: FORCE_COLOR=1 npx terrella trace ID | node scripts/terminalSvg.mjs
import { readFileSync } from 'node:fs';

const charWidth = 7.8;
const lineHeight = 19;
const margin = 16;
const colours = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#79c0ff' };

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A line as tspans; codes 1/22 bold, 2 dim, 3x/39 colour. */
function spans(line) {
  let bold = false;
  let dim = false;
  let colour;
  let out = '';
  for (const part of line.split(/(\u001b\[\d+m)/)) {
    const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
    if (code === undefined) {
      if (part === '') continue;
      const style = [bold ? 'font-weight="bold"' : '', dim ? 'opacity="0.6"' : '', colour ? `fill="${colour}"` : ''].filter(Boolean).join(' ');
      out += style ? `<tspan ${style}>${escape(part)}</tspan>` : escape(part);
    } else if (code === '1') bold = true;
    else if (code === '2') dim = true;
    else if (code === '22') bold = dim = false;
    else if (code === '39') colour = undefined;
    else colour = colours[code];
  }
  return out;
}

const lines = readFileSync(0, 'utf8').replace(/\n+$/, '').split('\n');
const columns = Math.max(...lines.map((line) => line.replace(/\u001b\[\d+m/g, '').length));
const width = Math.ceil(columns * charWidth + 2 * margin);
const height = lines.length * lineHeight + 2 * margin;
console.log(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Output of terrella trace">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3" xml:space="preserve">
${lines.map((line, i) => `<text x="${margin}" y="${margin + (i + 0.8) * lineHeight}">${spans(line)}</text>`).join('\n')}
</g>
</svg>`);
