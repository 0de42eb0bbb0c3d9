const PRELOADS: ReadonlySet<string> = new Set(['--require', '-r', '--import', '--loader', '--experimental-loader']);

/** What Node was told to load before the application, in its order: `--import @vigil/node/register`. No other flag is repeated. */
export function preloadFlags(options: string, args: readonly string[]): string[] {
  const words = [...options.split(/\s+/), ...args].flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s, 2) : [word]));
  return words.flatMap((word, index) => (PRELOADS.has(word) && words[index + 1] !== undefined ? [`${word} ${words[index + 1]}`] : []));
}
