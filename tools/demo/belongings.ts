/* oxlint-disable no-await-in-loop -- what was started later stands on what was started before */
type TakeAway = () => unknown;

/** What the demo has started or made, to be taken away in reverse order: at its end, on a failure, on Ctrl-C at any moment. */
export class Belongings {
  readonly #items: TakeAway[] = [];
  #leaving: Promise<void> | undefined;

  get isLeaving(): boolean {
    return this.#leaving !== undefined;
  }

  /** What comes while everything is being taken away is taken away at once. */
  add(takeAway: TakeAway): void {
    if (this.isLeaving) void takeAway();
    else this.#items.push(takeAway);
  }

  takeAway(): Promise<void> {
    this.#leaving ??= this.#takeAll();
    return this.#leaving;
  }

  async #takeAll(): Promise<void> {
    for (let item = this.#items.pop(); item; item = this.#items.pop()) {
      try {
        await item();
      } catch (error) {
        console.error(`vigil  could not be taken away: ${(error as Error).message}`);
      }
    }
  }
}
