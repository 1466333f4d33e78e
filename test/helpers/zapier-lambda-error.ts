/** What the integration failed with, as Zapier gets to see it. */
export class LambdaError extends Error {
  readonly type: string;
  /** What it says to a person; some kinds of error carry it in JSON. */
  readonly said: string;
  /** The seconds that it asks Zapier to wait, where it does. */
  readonly delay: number | undefined;
  readonly trace: string;

  constructor(type: string, message: string, trace: string) {
    super(`${type}: ${message}`);
    const packed = message.startsWith("{") ? JSON.parse(message) : { message };
    this.type = type;
    this.said = packed.message;
    this.delay = packed.delay;
    this.trace = trace;
  }
}
