import type { BlockPlace } from '../../curves/curve-figure.js';
import { lineSample } from '../../curves/risk-table.js';
import { columnWidth, type Layer, type PlacedText, textLayer, withRows } from '../../layout/layers.js';
import { wrapText } from '../../layout/wrap-text.js';
import { textWidth } from '../../style/text-width.js';
import type { MeanLine } from './restricted-mean-rows.js';

const sampleRoom = 34;

/** The means and how they differ, beneath the axis: labels on the left, numbers in one column. */
export function meanBlock(
  heading: string,
  lines: readonly MeanLine[],
  { left, top: edge, width, fontSize, lineHeight }: BlockPlace,
): { readonly layers: readonly Layer[]; readonly height: number } {
  const top = edge + 6;
  const numbers = columnWidth(
    lines.map(({ text }) => text),
    fontSize,
    'bold',
  );
  const room = Math.max(width - numbers - 16, 60);
  const names = lines.map(({ label, arm }) =>
    wrapText(label, room - (arm === null ? 0 : sampleRoom), fontSize, weightOf(arm)),
  );
  const widest = Math.max(
    ...names.map(
      (name, index) =>
        columnWidth(name, fontSize, weightOf(lines[index]!.arm)) +
        (lines[index]!.arm === null ? 0 : sampleRoom),
    ),
  );
  const column = left + widest + 16;
  const headLines = wrapText(heading, width, fontSize);
  const texts: PlacedText[] = headLines.map((text, index) => ({
    x: left,
    y: top + (index + 0.5) * lineHeight,
    text,
  }));
  const armTexts: PlacedText[] = [];
  const samples: Layer[] = [];
  let y = top + headLines.length * lineHeight + 4;
  lines.forEach(({ text, arm }, index) => {
    const name = names[index]!;
    const into = arm === null ? texts : armTexts;
    name.forEach((part, line) => {
      into.push({ x: left, y: y + (line + 0.5) * lineHeight, text: part });
    });
    into.push({ x: column, y: y + 0.5 * lineHeight, text });
    if (arm !== null && arm >= 0) {
      const end = left + textWidth(name[0]!, fontSize, 'bold') + 8;
      samples.push(lineSample(end, y + 0.5 * lineHeight, arm));
    }
    y += name.length * lineHeight + 2;
  });
  return {
    layers: [...withRows([textLayer(texts), textLayer(armTexts, { weight: 'bold' })]), ...samples],
    height: y - edge,
  };
}

const weightOf = (arm: number | null): 'normal' | 'bold' => (arm === null ? 'normal' : 'bold');
