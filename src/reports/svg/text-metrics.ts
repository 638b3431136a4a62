import { textWidth } from '../../displays/style/text-width.js';

/** What Vega asks of a text item. */
interface TextItem {
  readonly text?: unknown;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly limit?: number;
}

/** The part of Vega's `textMetrics` that decides layout. */
export interface TextMetrics {
  width: (item: TextItem, text: unknown) => number;
}

/**
 * Makes Vega measure text with the bundled font metrics while `work` runs, then puts its own measure back. Without a
 * canvas Vega counts characters: ten "i" and ten "W" come out equally wide.
 */
export async function withFontMetrics<Value>(
  metrics: TextMetrics,
  work: () => Promise<Value>,
): Promise<Value> {
  const before = metrics.width;
  metrics.width = measure;
  try {
    return await work();
  } finally {
    metrics.width = before;
  }
}

function measure(item: TextItem, text: unknown): number {
  const weight = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600 ? 'bold' : 'normal';
  return textWidth(text === null || text === undefined ? '' : String(text), item.fontSize ?? 11, weight);
}
