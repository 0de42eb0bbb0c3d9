import { styleText } from 'node:util';

export type Colour = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it: decided once, by who knows the terminal. */
export type Paint = (colour: Colour, text: string) => string;

/** What every view is told about the terminal. */
export interface ViewOptions {
  readonly width: number;
  readonly colour: boolean;
}

export function paintFor({ colour }: ViewOptions): Paint {
  return colour ? (style, text) => (text === '' ? '' : styleText(style, text, { validateStream: false })) : (_style, text) => text;
}

// Red stays free for what went wrong.
const palette: readonly Colour[] = ['cyan', 'magenta', 'green', 'yellow', 'blue'];

/** One colour for each name, in the order of their first appearance. */
export function coloursOf(names: Iterable<string>): ReadonlyMap<string, Colour> {
  return new Map([...new Set(names)].map((name, index) => [name, palette[index % palette.length] as Colour]));
}
