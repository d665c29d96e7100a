import * as z from 'zod';
import {
  blankCanvas,
  type Canvas,
  type Colour,
  dot,
  letter,
  type Point,
  stroke,
} from './canvas.ts';
import { encodePng } from './png.ts';

const Axis = z.strictObject({
  label: z.string(),
  from: z.number(),
  to: z.number(),
  step: z.number().positive(),
});

/** A graph of measured points, of curves, or of both over the same axes. */
export const Plot = z.strictObject({
  title: z.string(),
  x: Axis,
  y: Axis,
  series: z
    .array(
      z.strictObject({
        label: z.string(),
        /** Columns of a CSV file beside this one. */
        table: z
          .strictObject({ csv: z.string(), x: z.string(), y: z.string() })
          .optional(),
        /** c₀ + c₁x + c₂x² + …, drawn over the whole axis. */
        polynomial: z.array(z.number()).min(1).optional(),
        draw: z.enum(['points', 'line', 'both']),
      }),
    )
    .min(1)
    .max(4),
});
export type Plot = z.infer<typeof Plot>;
type Axis = z.infer<typeof Axis>;
type Series = Plot['series'][number];

/** Finds the text of a CSV file by the name in the plot. */
export type Tables = (csv: string) => string;

const size = { width: 960, height: 640 } as const;
const frame = { left: 96, right: 36, top: 76, bottom: 84 } as const;
const ink: Colour = [28, 31, 35];
const grid: Colour = [221, 228, 232];
const palette: readonly Colour[] = [
  [11, 96, 149],
  [199, 82, 21],
  [36, 128, 74],
  [124, 63, 152],
];

/** Draws a graph as PNG, 960 × 640, white, with its legend. */
export function makePlot(plot: Plot, tables: Tables): Buffer {
  const canvas = blankCanvas(size.width, size.height);
  const at = scale(plot);
  drawAxes(canvas, plot, at);
  plot.series.forEach((series, index) => {
    const colour = palette[index] ?? ink;
    drawSeries(canvas, { series, colour }, { plot, at, tables });
    drawLegend(canvas, series.label, { colour, index });
  });
  return encodePng(canvas);
}

type Scale = (x: number, y: number) => Point;

function scale({ x, y }: Plot): Scale {
  const width = size.width - frame.left - frame.right;
  const height = size.height - frame.top - frame.bottom;
  return (atX, atY) => [
    frame.left + ((atX - x.from) / (x.to - x.from)) * width,
    size.height - frame.bottom - ((atY - y.from) / (y.to - y.from)) * height,
  ];
}

function drawAxes(canvas: Canvas, { title, x, y }: Plot, at: Scale): void {
  for (const tick of ticks(x)) {
    stroke(canvas, [at(tick, y.from), at(tick, y.to)], {
      colour: grid,
      thickness: 1,
    });
    const [left, bottom] = at(tick, y.from);
    letter(canvas, number(tick), [left, bottom + 24], {
      size: 17,
      colour: ink,
      anchor: 'middle',
    });
  }
  for (const tick of ticks(y)) {
    stroke(canvas, [at(x.from, tick), at(x.to, tick)], {
      colour: grid,
      thickness: 1,
    });
    const [left, middle] = at(x.from, tick);
    letter(canvas, number(tick), [left - 10, middle + 6], {
      size: 17,
      colour: ink,
      anchor: 'end',
    });
  }
  const zeroX = Math.min(Math.max(0, x.from), x.to);
  const zeroY = Math.min(Math.max(0, y.from), y.to);
  const axis = { colour: ink, thickness: 2 };
  stroke(canvas, [at(x.from, zeroY), at(x.to, zeroY)], axis);
  stroke(canvas, [at(zeroX, y.from), at(zeroX, y.to)], axis);
  const middleX = (frame.left + size.width - frame.right) / 2;
  const middleY = (frame.top + size.height - frame.bottom) / 2;
  const label = { size: 19, colour: ink, anchor: 'middle' } as const;
  letter(canvas, x.label, [middleX, size.height - 26], label);
  letter(canvas, y.label, [32, middleY], { ...label, isUpright: true });
  letter(canvas, title, [frame.left, 34], {
    size: 24,
    colour: [11, 61, 92],
    face: 'textBold',
  });
}

function ticks({ from, to, step }: Axis): number[] {
  const count = Math.round((to - from) / step);
  return Array.from({ length: count + 1 }, (_, index) => from + index * step);
}

function number(value: number): string {
  return String(Number(value.toFixed(6))).replace('-', '−');
}

function drawSeries(
  canvas: Canvas,
  { series, colour }: { series: Series; colour: Colour },
  { plot, at, tables }: { plot: Plot; at: Scale; tables: Tables },
): void {
  const points = pointsOf(series, plot, tables).filter(
    ([x, y]) => isWithin(plot.x, x) && isWithin(plot.y, y),
  );
  const placed = points.map(([x, y]) => at(x, y));
  if (series.draw !== 'points') {
    stroke(canvas, placed, { colour, thickness: 2.6 });
  }
  if (series.draw !== 'line') {
    for (const point of placed) dot(canvas, point, 5.5, colour);
  }
}

function isWithin({ from, to }: Axis, value: number): boolean {
  return value >= from && value <= to;
}

function pointsOf(series: Series, { x }: Plot, tables: Tables): Point[] {
  if (series.table !== undefined) {
    const { csv, x: acrossName, y: upName } = series.table;
    const rows = readCsv(tables(csv));
    return rows.map((row) => [cellOf(row, acrossName), cellOf(row, upName)]);
  }
  const coefficients = series.polynomial ?? [];
  const steps = 300;
  return Array.from({ length: steps + 1 }, (_, index): Point => {
    const across = x.from + ((x.to - x.from) * index) / steps;
    return [across, polynomial(coefficients, across)];
  });
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, one) => sum * x + one, 0);
}

function cellOf(row: Readonly<Record<string, string>>, column: string) {
  const value = Number(row[column]);
  if (row[column] === undefined || Number.isNaN(value)) {
    throw new Error(
      `The column "${column}" holds "${row[column]}": no number.`,
    );
  }
  return value;
}

/** Rows by column name; our tables quote nothing and hold no commas in cells. */
function readCsv(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(
      names.map((name, index) => [name, cells[index] ?? '']),
    );
  });
}

function drawLegend(
  canvas: Canvas,
  label: string,
  { colour, index }: { colour: Colour; index: number },
): void {
  const left = frame.left + 4 + index * 215;
  dot(canvas, [left + 6, 56], 6, colour);
  letter(canvas, label, [left + 20, 62], { size: 17, colour: ink });
}
