import { SaxesParser } from 'saxes';

/** What a reader of XML is told, in the order of the document. */
export type XmlListener = {
  readonly open?: (
    name: string,
    attributes: Readonly<Record<string, string>>,
  ) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

/** Thrown by a listener that has seen enough. */
export class Enough extends Error {}

/**
 * Tells a listener what stands in a part of a workbook, chunk by chunk. Names
 * come without prefix; a document type, with which entities could be made, is
 * refused. Throws on what is no XML.
 */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  listener: XmlListener,
): Promise<void> {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('A workbook has no document type.');
  });
  parser.on('opentag', ({ attributes, name }) =>
    listener.open?.(local(name), attributes as Record<string, string>),
  );
  parser.on('text', (text) => listener.text?.(text));
  parser.on('cdata', (text) => listener.text?.(text));
  parser.on('closetag', ({ name }) => listener.close?.(local(name)));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) {
      parser.write(decoder.decode(chunk, { stream: true }));
    }
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
