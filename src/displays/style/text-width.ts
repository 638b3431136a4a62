/**
 * Advance widths of Helvetica and Arial, which share them, in thousandths of the font size (Adobe Font Metrics of
 * Helvetica and Helvetica-Bold). Each entry is a width and the characters that have it.
 */
type WidthClasses = readonly (readonly [width: number, characters: string])[];

const regular: WidthClasses = [
  [191, "'"],
  [222, 'ijl‘’ł'],
  [260, '|'],
  [278, ' !,./:;I[\\]ft\u00a0·ı'],
  [333, '()-`r²³“”'],
  [334, '{}'],
  [350, '•'],
  [355, '"'],
  [389, '*'],
  [395, 'τ'],
  [400, '°'],
  [469, '^'],
  [500, 'Jcksvxyzçγκλ'],
  [525, 'χ'],
  [549, '±÷≤≥≠≈'],
  [556, '#$0123456789?L_abdeghnopquñθ–†‡'],
  [569, 'ρ'],
  [576, 'µμβα'],
  [584, '+<=>~×−'],
  [611, 'FTZßø'],
  [617, 'σ'],
  [667, '&ABEKPSVXY'],
  [713, '∞'],
  [722, 'CDHNRUw'],
  [778, 'GOQØ'],
  [833, 'Mm'],
  [889, '%æ'],
  [944, 'W'],
  [1000, '—…→←Æ'],
  [1015, '@'],
];

const bold: WidthClasses = [
  [238, "'"],
  [278, ' ,./I\\ijl\u00a0·‘’ıł'],
  [280, '|'],
  [333, '!()-:;[]`ft²³'],
  [350, '•'],
  [389, '*r{}'],
  [400, '°'],
  [446, 'τ'],
  [474, '"'],
  [500, 'z“”'],
  [541, 'θ'],
  [549, '±÷≤≥≠≈'],
  [556, '#$0123456789J_aceksvxyçγλκχ–†‡'],
  [584, '+<=>^~×−'],
  [611, '?FLTZbdghnopqußøñβμαρδ'],
  [667, 'EPSVXY'],
  [684, 'σ'],
  [713, '∞'],
  [722, '&ABCDHKNRU'],
  [778, 'GOQwØ'],
  [833, 'M'],
  [889, '%mæ'],
  [944, 'W'],
  [975, '@'],
  [1000, '—…→←Æ'],
];

const widths = { regular: index(regular), bold: index(bold) };
/** The width of a lower-case letter or a digit: what an unlisted character most likely has. */
const typicalWidth = 556;

function index(classes: WidthClasses): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  for (const [width, characters] of classes) {
    for (const character of characters) map.set(character, width);
  }
  return map;
}

/**
 * Width of a line of text in pixels, set in Helvetica or Arial at `fontSize` pixels without kerning. An accented
 * letter has the width of its base letter; a character outside the table counts as wide as a digit.
 */
export function textWidth(text: string, fontSize: number, weight: 'normal' | 'bold' = 'normal'): number {
  const table = weight === 'bold' ? widths.bold : widths.regular;
  let thousandths = 0;
  for (const character of text) {
    thousandths += table.get(character) ?? table.get(character.normalize('NFD').charAt(0)) ?? typicalWidth;
  }
  return (thousandths * fontSize) / 1000;
}
