import type { Output } from '../progress.ts';

const barCells = 30;
/** A log, which keeps what is written, gets a line each twentieth. */
const linesInLog = 20;

/** Shows how many of `of` are done: a bar on a terminal, lines in a log. */
export function barOn(output: Output, of: number, now = () => Date.now()) {
  const began = now();
  let shown = -1;
  return (done: number, note: string) => {
    const line = `${bar(done / of)} ${done}/${of} · ${rest(done, of, now() - began)}${note}`;
    if (output.isTTY) {
      output.write(`\r\x1b[K${line}${done === of ? '\n' : ''}`);
      return;
    }
    const part = Math.floor((done / of) * linesInLog);
    if (part !== shown) output.write(`${line}\n`);
    shown = part;
  };
}

function bar(share: number): string {
  const full = Math.round(share * barCells);
  return `${'█'.repeat(full)}${'░'.repeat(barCells - full)}`;
}

function rest(done: number, of: number, milliseconds: number): string {
  if (done === 0) return '';
  const perSecond = (done / milliseconds) * 1_000;
  const seconds = Math.round((of - done) / perSecond);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return `${perSecond.toFixed(1)}/s · ${clock}`;
}
