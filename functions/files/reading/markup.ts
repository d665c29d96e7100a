import {
  type Token,
  type TokenHandler,
  Tokenizer,
  TokenizerMode,
} from 'parse5';

/** Elements whose content is no text for readers, up to their end tag. */
const silent: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'noframes',
  'noembed',
  'iframe',
]);

/** Elements that begin a line of their own. */
const lines: ReadonlySet<string> = new Set(
  'address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr li main nav ol option p pre section summary table title tr ul'.split(
    ' ',
  ),
);

/** Elements that a word does not run through. */
const cells: ReadonlySet<string> = new Set(['td', 'th', 'label', 'button']);

/** How the tokenizer goes on inside these elements. Source: HTML, 13.2.6.4. */
const modes: Readonly<Record<string, number>> = {
  script: TokenizerMode.SCRIPT_DATA,
  style: TokenizerMode.RAWTEXT,
  noframes: TokenizerMode.RAWTEXT,
  noembed: TokenizerMode.RAWTEXT,
  iframe: TokenizerMode.RAWTEXT,
  xmp: TokenizerMode.RAWTEXT,
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
};

/** What readers see of a page of HTML; scripts and styles left out. */
export function textOfHtml(markup: string): string {
  const text: string[] = [];
  let silence: string | undefined;
  const tokenizer = tokenizerOf({
    begin: (name) => {
      tokenizer.state = modes[name] ?? tokenizer.state;
      if (silent.has(name)) silence ??= name;
      text.push(gapAt(name));
    },
    end: (name) => {
      if (name === silence) silence = undefined;
      text.push(gapAt(name));
    },
    characters: (characters) => {
      if (silence === undefined) text.push(characters);
    },
  });
  tokenizer.write(markup, true);
  return text.join('');
}

/** Elements of a drawing that hold words for readers. */
const worded: ReadonlySet<string> = new Set(['text', 'title', 'desc']);

/** The words of an SVG drawing: its titles, descriptions and labels. */
export function textOfSvg(markup: string): string {
  const text: string[] = [];
  let depth = 0;
  const tokenizer = tokenizerOf({
    begin: (name, isClosed) => {
      if (worded.has(name) && !isClosed) depth += 1;
    },
    end: (name) => {
      if (!worded.has(name) || depth === 0) return;
      depth -= 1;
      text.push('\n');
    },
    characters: (characters) => {
      if (depth > 0) text.push(characters);
    },
  });
  tokenizer.inForeignNode = true;
  tokenizer.write(markup, true);
  return text.join('');
}

function gapAt(name: string): string {
  if (lines.has(name)) return '\n';
  return cells.has(name) ? ' ' : '';
}

type Seen = {
  readonly begin: (name: string, isClosed: boolean) => void;
  readonly end: (name: string) => void;
  readonly characters: (characters: string) => void;
};

/**
 * The tokenizer alone: the tree of a page, of which only the words are wanted,
 * takes twice the memory and time.
 */
function tokenizerOf({ begin, end, characters }: Seen): Tokenizer {
  const onCharacters = (token: Token.CharacterToken) => characters(token.chars);
  const handler: TokenHandler = {
    onStartTag: ({ tagName, selfClosing }) => begin(tagName, selfClosing),
    onEndTag: ({ tagName }) => end(tagName),
    onCharacter: onCharacters,
    onWhitespaceCharacter: onCharacters,
    onNullCharacter: () => undefined,
    onComment: () => undefined,
    onDoctype: () => undefined,
    onEof: () => undefined,
  };
  return new Tokenizer({ sourceCodeLocationInfo: false }, handler);
}
