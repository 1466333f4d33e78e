/** Why a run cannot go on, in words for whoever looks at it. */
export class RunFailure extends Error {
  override readonly name = "RunFailure";
  /** Whether it may go better later, with nobody changing anything. */
  readonly isPassing: boolean;

  constructor(message: string, { isPassing, cause }: { isPassing: boolean; cause?: unknown }) {
    super(message, { cause });
    this.isPassing = isPassing;
  }
}
