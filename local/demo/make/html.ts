import { lexer, Marked, type Tokens } from 'marked';
import { type Pictures, titleOf } from './pdf.ts';

/**
 * Sets a lesson written in Markdown as one HTML page that needs nothing from
 * elsewhere: its style and its SVG pictures stand inside.
 */
export function makeHtml(
  markdown: string,
  pictures: Pictures,
  language: string,
): string {
  const marked = new Marked({
    renderer: {
      image: ({ href, text }: Tokens.Image) =>
        `<figure>${pictures(href)}<figcaption>${escapeHtml(text)}</figcaption></figure>`,
    },
  });
  const body = marked
    .parse(markdown, { async: false })
    .replace(/<p>(<figure>[\s\S]*?<\/figure>)<\/p>/g, '$1');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(titleOf(lexer(markdown)))}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
:root { color-scheme: light; --ink: #1c1f23; --heading: #0b3d5c; --rule: #c9d3d9; --tint: #eef4f7; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); line-height: 1.85;
  font-family: "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
main { max-width: 44em; margin: 0 auto; padding: 2.5em 1.25em 4em; }
h1, h2, h3 { color: var(--heading); line-height: 1.35; text-wrap: balance; }
h1 { font-size: 1.75em; margin: 0 0 .8em; padding-bottom: .35em; border-bottom: 2px solid var(--rule); }
h2 { font-size: 1.25em; margin: 2em 0 .6em; }
h3 { font-size: 1.05em; margin: 1.6em 0 .4em; }
p { margin: .7em 0; text-align: justify; }
ol, ul { padding-left: 1.7em; }
li { margin: .25em 0; }
table { border-collapse: collapse; margin: 1.2em auto; font-variant-numeric: tabular-nums; font-size: .95em; }
th, td { border: 1px solid var(--rule); padding: .4em .9em; text-align: center; }
th { background: var(--tint); color: var(--heading); }
blockquote { margin: 1.2em 0; padding: .5em 1.1em; background: var(--tint); border-left: 4px solid #5b9bb8; }
blockquote p { margin: .35em 0; }
pre { background: var(--tint); padding: .9em 1.1em; overflow-x: auto; line-height: 1.55; }
code { font-family: ui-monospace, "SFMono-Regular", Consolas, monospace; font-size: .93em; }
figure { margin: 1.6em 0; text-align: center; }
figure svg { width: min(100%, 36em); height: auto; }
figcaption { color: #55626b; font-size: .9em; margin-top: .4em; }
hr { border: 0; border-top: 1px solid var(--rule); margin: 2em 0; }
@media print { main { max-width: none; padding: 0; } h2, h3, figure, table { break-inside: avoid; } }
`;
