// What telemetry says is written by others, also by attackers: nothing of it may steer the terminal that shows it.

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const wide = /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const combining = /^\p{M}+$/u;
const plain = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Control and direction characters as something to see: ESC becomes ␛, a right-to-left override becomes \u{202e}. */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(invisible, picture);
}

function picture(character: string): string {
  const code = character.codePointAt(0) as number;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : `\\u{${code.toString(16)}}`;
}

/** How many columns of a terminal a text takes. */
export function columns(text: string): number {
  if (plain.test(text)) return text.length;
  let sum = 0;
  for (const { segment } of graphemes.segment(text)) sum += widthOf(segment);
  return sum;
}

function widthOf(grapheme: string): number {
  if (combining.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** Makes a text visible and cuts it to `width` columns; what is cut shows as an ellipsis. */
export function fit(text: string, width: number): string {
  const shown = visible(text);
  if (columns(shown) <= width) return shown;
  let result = '';
  let used = 0;
  for (const { segment } of graphemes.segment(shown)) {
    used += widthOf(segment);
    if (used > width - 1) break;
    result += segment;
  }
  return width > 0 ? `${result}…` : '';
}

/** `fit`, filled up with spaces to exactly `width` columns. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const fitted = fit(text, width);
  const space = ' '.repeat(Math.max(0, width - columns(fitted)));
  return side === 'right' ? fitted + space : space + fitted;
}
