/** What `verify.mjs` offers to tests and to whoever imports it. */

export type Fault = {
  readonly code: string;
  readonly epoch?: number;
  readonly seq?: number;
  readonly from?: number;
  readonly to?: number;
  readonly at?: number;
  readonly seal?: string;
  readonly key?: string;
  readonly after?: string;
  readonly before?: string;
  readonly by?: string;
};

export type Report = {
  readonly chain: { readonly kind: string; readonly id: string };
  /** Thumbprints of the keys whose signatures hold. */
  readonly keys: readonly string[];
  readonly isKeyGiven: boolean;
  readonly seals: number;
  readonly entries: readonly {
    readonly epoch: number;
    readonly seq: number;
    readonly status: 'sealed' | 'unsealed' | 'unconfirmed' | 'wrong' | 'added';
    readonly seal?: string;
    readonly hasBody: boolean;
  }[];
  readonly forks: readonly { readonly epoch: number; readonly seq: number }[];
  readonly faults: readonly Fault[];
};

export declare class Unreadable extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
}

export declare function canonical(value: unknown): string;

export declare function rootBy(
  proof: {
    readonly leaf: object;
    readonly index: number;
    readonly path: readonly string[];
  },
  size: number,
): string | undefined;

export declare function verifyHistory(
  files: readonly unknown[],
  options?: { readonly keys?: ReadonlyMap<string, unknown> },
): Report;

export declare function linesOf(
  report: Report,
  language: 'en' | 'zh-CN',
  options?: { readonly isWhole?: boolean },
): string[];

export declare function main(
  asked: readonly string[],
  write: (line: string) => void,
  environment?: Readonly<Record<string, string | undefined>>,
): number;
