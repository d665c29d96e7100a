/** Where progress is written: a terminal, or a log. */
export type Output = {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
};

/** A step as the person sees it; `note` adds to its line while it runs. */
export type Step = { readonly note: (text: string) => void };

export type Progress = {
  readonly step: <T>(
    title: string,
    work: (step: Step) => Promise<T>,
  ) => Promise<T>;
  readonly line: (text: string) => void;
};

const tickMs = 200;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Steps, one after another, each with the time it took. A terminal sees one
 * line a step, kept up to date; a log gets a line when a step begins and one
 * when it ends.
 */
export function progressOn(output: Output, now = () => Date.now()): Progress {
  let turning: NodeJS.Timeout | undefined;
  const line = (text: string) => {
    // Whoever speaks while a step runs ends its line for good.
    const clear = turning ? '\r\x1b[K' : '';
    clearInterval(turning);
    turning = undefined;
    output.write(`${clear}${text}\n`);
  };
  return {
    line,
    async step(title, work) {
      const began = now();
      const seconds = () => `${((now() - began) / 1_000).toFixed(1)} s`;
      let note = '';
      let tick = 0;
      const written = () => [title, note].filter(Boolean).join(' · ');
      const redraw = () => {
        const turn = spinner[tick++ % spinner.length];
        output.write(`\r\x1b[K${turn} ${written()} (${seconds()})`);
      };
      if (!output.isTTY) line(`… ${title}`);
      turning = output.isTTY ? setInterval(redraw, tickMs) : undefined;
      const end = (sign: string) => line(`${sign} ${written()} (${seconds()})`);
      try {
        const value = await work({ note: (text) => (note = text) });
        end('✓');
        return value;
      } catch (error) {
        end('✗');
        throw error;
      }
    },
  };
}
