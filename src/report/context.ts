import type { Report } from '../core/report.js';

/** What a reporter may know about where its text goes. */
export interface ReportContext {
  /** ANSI colours are wanted. */
  readonly colors: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /**
   * What paths need in front of them to be relative to the root of the repository (`services/shop/`, mostly nothing),
   * for formats that CI systems resolve against it.
   */
  readonly prefix: string;
  /** The page of a rule in Markdown, by family and id; undefined when it has none. */
  readonly page: (rule: { readonly family: string; readonly id: string }) => string | undefined;
}

/** Turns a report into text that ends with a line break, or into nothing. */
export type Reporter = (report: Report, context: ReportContext) => string;
