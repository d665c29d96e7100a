import { type Face, fontOf, runsOf } from './fonts.ts';

export type Point = readonly [x: number, y: number];
/** Red, green, blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/** A picture in memory: `width` × `height` pixels of red, green and blue. */
export type Canvas = {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
};

/** Each pixel is sampled this many times each way, so that edges are smooth. */
const samples = 4;
const flatteningSteps = 8;

export function blankCanvas(width: number, height: number): Canvas {
  const pixels = new Uint8Array(width * height * 3).fill(255);
  return { width, height, pixels };
}

/** Fills closed outlines by the non-zero winding rule. Units are pixels. */
export function fill(
  canvas: Canvas,
  outlines: readonly (readonly Point[])[],
  colour: Colour,
): void {
  const edges = outlines.flatMap(edgesOf);
  if (edges.length === 0) return;
  const ys = edges.flatMap(({ top, bottom }) => [top, bottom]);
  const first = Math.max(0, Math.floor(Math.min(...ys)));
  const last = Math.min(canvas.height - 1, Math.ceil(Math.max(...ys)));
  for (let row = first; row <= last; row += 1) {
    const coverage = new Uint8Array(canvas.width);
    for (let line = 0; line < samples; line += 1) {
      cover(coverage, edges, row + (line + 0.5) / samples);
    }
    coverage.forEach((count, column) => {
      if (count > 0) blend(canvas, column, row, colour, count);
    });
  }
}

type Edge = {
  readonly top: number;
  readonly bottom: number;
  readonly x: number;
  readonly slope: number;
  readonly winding: 1 | -1;
};

function edgesOf(outline: readonly Point[]): Edge[] {
  return outline.flatMap((from, index) => {
    const to = outline[(index + 1) % outline.length] ?? from;
    if (from[1] === to[1]) return [];
    const [upper, lower] = from[1] < to[1] ? [from, to] : [to, from];
    const slope = (lower[0] - upper[0]) / (lower[1] - upper[1]);
    const winding = from[1] < to[1] ? 1 : -1;
    return [{ top: upper[1], bottom: lower[1], x: upper[0], slope, winding }];
  });
}

/** Counts the samples of one scan line that lie inside. */
function cover(coverage: Uint8Array, edges: readonly Edge[], y: number): void {
  const crossings = edges
    .filter(({ top, bottom }) => y >= top && y < bottom)
    .map(({ top, x, slope, winding }) => ({
      at: x + (y - top) * slope,
      winding,
    }))
    .sort((a, b) => a.at - b.at);
  let depth = 0;
  crossings.forEach(({ at, winding }, index) => {
    depth += winding;
    const next = crossings[index + 1];
    if (depth === 0 || next === undefined) return;
    const from = Math.max(0, Math.ceil(at * samples - 0.5));
    const to = Math.min(coverage.length * samples, next.at * samples - 0.5);
    for (let sample = from; sample < to; sample += 1) {
      const column = Math.floor(sample / samples);
      coverage[column] = (coverage[column] ?? 0) + 1;
    }
  });
}

function blend(
  { pixels, width }: Canvas,
  column: number,
  row: number,
  colour: Colour,
  count: number,
): void {
  const share = Math.min(1, count / (samples * samples));
  const start = (row * width + column) * 3;
  colour.forEach((value, channel) => {
    const under = pixels[start + channel] ?? 255;
    pixels[start + channel] = Math.round(under + (value - under) * share);
  });
}

/** Draws a line through the points, `thickness` pixels wide. */
export function stroke(
  canvas: Canvas,
  points: readonly Point[],
  line: { readonly colour: Colour; readonly thickness: number },
): void {
  const half = line.thickness / 2;
  points.slice(1).forEach((to, index) => {
    const from = points[index] ?? to;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const x = (-(to[1] - from[1]) / length) * half;
    const y = ((to[0] - from[0]) / length) * half;
    const quad: Point[] = [
      [from[0] + x, from[1] + y],
      [to[0] + x, to[1] + y],
      [to[0] - x, to[1] - y],
      [from[0] - x, from[1] - y],
    ];
    fill(canvas, [quad], line.colour);
    if (line.thickness > 1.5) dot(canvas, to, half, line.colour);
  });
}

/** Draws a filled circle. */
export function dot(
  canvas: Canvas,
  [x, y]: Point,
  radius: number,
  colour: Colour,
): void {
  const outline = Array.from({ length: 24 }, (_, index): Point => {
    const angle = (index / 24) * 2 * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
  fill(canvas, [outline], colour);
}

export type Lettering = {
  readonly size: number;
  readonly colour: Colour;
  readonly face?: Face;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Reads upwards, as beside a vertical axis. */
  readonly isUpright?: boolean;
};

/** Writes a text with its base line at the point. */
export function letter(
  canvas: Canvas,
  text: string,
  [x, y]: Point,
  style: Lettering,
): void {
  const { size, colour, face = 'text', anchor = 'start' } = style;
  const { outlines, width } = outlinesOf(text, face, size);
  const back = anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2;
  const placed = outlines.map((outline) =>
    outline.map(
      ([dx, dy]): Point =>
        style.isUpright === true
          ? [x + dy, y - dx + back]
          : [x + dx - back, y + dy],
    ),
  );
  fill(canvas, placed, colour);
}

function outlinesOf(text: string, face: Face, size: number) {
  const outlines: Point[][] = [];
  let left = 0;
  for (const run of runsOf(text, face)) {
    const font = fontOf(run.face);
    const scale = size / font.unitsPerEm;
    const { glyphs, positions } = font.layout(run.text);
    glyphs.forEach((glyph, index) => {
      const at = left;
      for (const outline of flatten(glyph.path.commands)) {
        outlines.push(
          outline.map(([x, y]): Point => [at + x * scale, -y * scale]),
        );
      }
      left += (positions[index]?.xAdvance ?? 0) * scale;
    });
  }
  return { outlines, width: left };
}

type Command = { readonly command: string; readonly args: number[] };

/** A glyph's curves as straight pieces. */
function flatten(commands: readonly Command[]): Point[][] {
  const outlines: Point[][] = [];
  for (const { command, args } of commands) {
    if (command === 'moveTo') outlines.push([]);
    const outline = outlines.at(-1);
    if (outline === undefined || command === 'closePath') continue;
    const points = pairs(args);
    const from = outline.at(-1);
    if (points.length === 1 || from === undefined) outline.push(...points);
    else outline.push(...curve([from, ...points]));
  }
  return outlines;
}

function pairs(numbers: readonly number[]): Point[] {
  return numbers.flatMap((value, index): Point[] =>
    index % 2 === 1 ? [[numbers[index - 1] ?? 0, value]] : [],
  );
}

/** Points on a Bézier curve of any degree, by de Casteljau's construction. */
function curve(controls: readonly Point[]): Point[] {
  return Array.from({ length: flatteningSteps }, (_, step) => {
    const share = (step + 1) / flatteningSteps;
    let points = [...controls];
    while (points.length > 1) {
      points = points.slice(1).map(([x, y], index): Point => {
        const [fromX, fromY] = points[index] ?? [x, y];
        return [fromX + (x - fromX) * share, fromY + (y - fromY) * share];
      });
    }
    return points[0] ?? [0, 0];
  });
}
