import type { ScaleReasons } from './scale-page.ts';

/** Written by hand, kept through every run of `--scale --docs`. */
export const scaleReasons: ScaleReasons = {};
