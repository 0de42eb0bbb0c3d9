import type { ScaleReasons } from './scale-page.ts';

/** Written by hand, by the name of the series; kept through every run of `--scale --docs`. */
export const scaleReasons: ScaleReasons = {
  connections: `With one or two connections the server sleeps between two requests. Falling asleep and waking up cost both servers more than
Vigil does, and never the same twice: those points say little. From four connections on the server is always busy, and the cost
does not depend on their number.`,
  routes: `Name, kind and attributes of a route are encoded at its first request (\`served-kinds.ts\`), and found again by one look into a map.
Express tries one route after the other, so the bare request gets dearer. What is added there differs by several microseconds from one
launch to the next and from one round to the next, which is as much as the line rises or falls: asked apart, with the first of 200
routes, with the last, and with all in turn, it was 16, 19 and 17 µs (medians of five rounds).`,
  attributes: `The line does not begin where an untouched request does. The first attribute makes the span one of the SDK's, with its objects, its
limits and its encoder, instead of one that is written straight into the batch (docs/hot-path.md). Each attribute after it
costs what the SDK needs to keep it and to encode it.`,
  awaits: `What little it rises is not the price of the context: 200 awaits in a row take as long within an AsyncLocalStorage as without one
(70 ns each, measured alone, in turn, 15 times). More likely it is the thread that compresses and sends: it shares the caches with
whatever runs, and a longer request has more of that.`,
};
